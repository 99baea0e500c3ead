import { expect } from 'chai';
import { splitCommandLine } from '../../src/aws/command-line.js';
import { Problem } from '../../src/core/problem.js';
import { run } from '../helpers/run.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { fc } from '../helpers/random.js';

describe('a command line', () => {
  for (const [line, words] of [
    ['aws-vault exec dev --json', ['aws-vault', 'exec', 'dev', '--json']],
    ['  a\t b\n', ['a', 'b']],
    ['', []],
    [`tool 'one word' "two words" three\\ words`, ['tool', 'one word', 'two words', 'three words']],
    [`a'b'"c"\\d`, ['abcd']],
    [`"" ''`, ['', '']],
    [`"a\\"b\\\\c\\d$HOME"`, ['a"b\\c\\d$HOME']],
    [`'a\\b"c'`, ['a\\b"c']],
    ['a; rm -rf $(b) | c && d > e', ['a;', 'rm', '-rf', '$(b)', '|', 'c', '&&', 'd', '>', 'e']],
  ] as const) {
    it(`splits ${JSON.stringify(line)} without a shell`, () => {
      expect(splitCommandLine(line, 'linux')).to.deep.equal(words);
    });
  }

  for (const [line, words] of [
    ['"C:\\Program Files\\tool.exe" --name "a b"', ['C:\\Program Files\\tool.exe', '--name', 'a b']],
    ['C:\\tools\\x.exe a\\b', ['C:\\tools\\x.exe', 'a\\b']],
    ['a "b \\"c\\" d" e\\\\"f g"', ['a', 'b "c" d', 'e\\f g']],
    ['""', ['']],
    [`it's fine`, [`it's`, 'fine']],
  ] as const) {
    it(`splits ${JSON.stringify(line)} by Windows' own rules there`, () => {
      expect(splitCommandLine(line, 'win32')).to.deep.equal(words);
    });
  }

  for (const [line, platform] of [
    ['a "b', 'linux'],
    [`a 'b`, 'linux'],
    ['a b\\', 'linux'],
    ['a "b', 'win32'],
  ] as const) {
    it(`is refused when a quotation does not end: ${line} (${platform})`, () => {
      expect(() => splitCommandLine(line, platform))
        .to.throw(Problem)
        .with.property('kind', 'usage');
    });
  }

  describe('beside botocore', function () {
    this.timeout(120_000);
    before(needs('botocore'));

    for (const [platform, python] of [
      ['linux', 'linux'],
      ['win32', 'win32'],
    ] as const) {
      it(`is split in the same words (${platform})`, async () => {
        const letters = fc.constantFrom('a', 'b', ' ', '\t', '"', "'", '\\', '$', '-', 'é', '#');
        const lines = fc.sample(
          fc.array(letters, { maxLength: 14 }).map((parts) => parts.join('')),
          { numRuns: 2000 },
        );
        const script =
          'import json,sys\nfrom botocore.compat import compat_shell_split\nout=[]\nfor l in ' +
          'json.load(sys.stdin):\n  try: out.append(compat_shell_split(l, sys.argv[1]))\n  except ' +
          'ValueError: out.append(None)\njson.dump(out, sys.stdout)';
        const { stdout, stderr } = await run('python3', ['-c', script, python], {
          env: cleanEnvironment(),
          input: JSON.stringify(lines),
        });
        expect(stderr).to.equal('');
        const theirs = JSON.parse(stdout) as (string[] | null)[];
        const ours = lines.map((line) => {
          try {
            return splitCommandLine(line, platform);
          } catch {
            return null;
          }
        });
        for (const [index, line] of lines.entries()) expect([line, ours[index]]).to.deep.equal([line, theirs[index]]);
      });
    }
  });
});
