import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { droppedPath } from '../../../src/core/text/dropped-path.js';
import { needs } from '../../helpers/needs.js';
import { fc } from '../../helpers/random.js';

const posix = (given: string): string => droppedPath(given, 'linux');

describe('a path that was dragged onto a terminal', function () {
  this.timeout(60_000);

  for (const [given, meant] of [
    ["'/home/ana/my keys.csv'", '/home/ana/my keys.csv'],
    ["'/home/ana/my keys.csv' ", '/home/ana/my keys.csv'],
    ['"/home/ana/my keys.csv"', '/home/ana/my keys.csv'],
    ['/home/ana/my\\ keys\\ \\(1\\).csv ', '/home/ana/my keys (1).csv'],
    ["'/home/ana/it'\\''s.csv'", "/home/ana/it's.csv"],
    ["'/home/ana/it\\'s.csv'", "/home/ana/it's.csv"],
    ['"/home/ana/\\$5 \\"a\\".csv"', '/home/ana/$5 "a".csv'],
    ["$'/tmp/\\303\\274\\tx'", '/tmp/ü\tx'],
    ['file:///home/ana/my%20keys.csv', '/home/ana/my keys.csv'],
    ['file://localhost/home/ana/%C3%BC.csv ', '/home/ana/ü.csv'],
    ["'file:///home/ana/a%20b'", '/home/ana/a b'],
    ['~/Downloads/accessKeys.csv', '~/Downloads/accessKeys.csv'],
    ['~/my\\ keys.csv', '~/my keys.csv'],
    // What is no word of a shell was typed by hand.
    ['/home/ana/my keys.csv', '/home/ana/my keys.csv'],
    ["/home/ana/it's mine.csv", "/home/ana/it's mine.csv"],
    ['/tmp/$(id)', '/tmp/$(id)'],
    ['"/tmp/$(id)"', '"/tmp/$(id)"'],
    ['file:///bad%zz', 'file:///bad%zz'],
    ['file://server/share', 'file://server/share'],
    ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE'],
    ['-', '-'],
    ['', ''],
  ] as const)
    it(`is ${JSON.stringify(meant)} where it is ${JSON.stringify(given)}`, () => {
      expect(posix(given)).to.equal(meant);
    });

  it('keeps its backslashes on Windows, and loses quotes and what makes it a URL', () => {
    const windows = (given: string): string => droppedPath(given, 'win32');
    expect(
      ['"C:\\Users\\Ana B\\keys.csv"', 'C:\\Users\\ana\\keys.csv', 'file:///C:/Users/Ana%20B/keys.csv'].map(windows),
    ).to.deep.equal(['C:\\Users\\Ana B\\keys.csv', 'C:\\Users\\ana\\keys.csv', 'C:/Users/Ana B/keys.csv']);
  });

  const name = fc.string({
    minLength: 1,
    maxLength: 12,
    unit: fc.constantFrom(...Array.from('ab1 \'"$`\\!(){}[]<>|&;*?~#%^=,.-_ü漢😀')),
  });
  const paths = (): string[] => fc.sample(name, 300).map((one) => `/tmp/${one}x`);

  it('is what it was before a file URL was made of it', () => {
    for (const path of paths()) expect(posix(pathToFileURL(path).href), path).to.equal(path);
  });

  for (const [shell, title, quote, options] of [
    ['bash', "bash's printf %q", 'for p; do printf "%q\\0" "$p"; done', ['-c']],
    ['zsh', "zsh's (q)", 'for p; do printf "%s\\0" "${(q)p}"; done', ['-fc']],
    ['zsh', "zsh's (qq), as of POSIX shells", 'for p; do printf "%s\\0" "${(qq)p}"; done', ['-fc']],
    ['zsh', "zsh's (qqq)", 'for p; do printf "%s\\0" "${(qqq)p}"; done', ['-fc']],
  ] as const)
    describe(`as ${title} writes it`, () => {
      before(needs(shell));

      for (const locale of ['C', 'C.UTF-8'])
        it(`is what it was (${locale})`, () => {
          const given = paths();
          const quoted = execFileSync(shell, [...options, quote, shell, ...given], {
            encoding: 'utf8',
            env: { PATH: process.env['PATH'] ?? '', LC_ALL: locale },
          }).split('\0');
          given.forEach((path, index) => expect(posix(`${quoted[index] ?? ''} `), quoted[index]).to.equal(path));
        });
    });

  describe("as fish's string escape writes it", () => {
    before(needs('fish'));

    it('is what it was, but where POSIX shells read the same in another way', () => {
      // Two backslashes between single quotes are one for fish alone.
      const given = paths().filter((path) => !path.includes('\\'));
      const quoted = execFileSync('fish', ['--no-config', '-c', 'string escape -- $argv', '--', ...given], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', HOME: '/nonexistent' },
      }).split('\n');
      given.forEach((path, index) => expect(posix(quoted[index] ?? ''), quoted[index]).to.equal(path));
    });
  });
});
