import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { longest, testFiles } from '../../scripts/test-files.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { run, type Ended } from '../helpers/run.js';

const root = resolve(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('the test files', function () {
  this.timeout(60_000);
  const { short, long } = testFiles();

  it('are each in one of the two sets, and all of them in .ci/run', () => {
    const all = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `test/${name.replaceAll('\\', '/')}`);
    expect([...short, ...long]).to.have.members(all);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts).to.include({
      test: 'node scripts/test.js short',
      'test:long': 'node scripts/test.js long',
      'test:all': 'npm test && npm run test:long',
    });
    const commands = read('.ci/run')
      .split('\n')
      .filter((line) => /npm (?:ci|test|run test)/.test(line) && !line.startsWith('#'));
    expect(commands).to.deep.equal([/^npm ci && npm test$/m.exec(read('README.md'))?.[0], 'npm run test:long']);
    expect(read('.ci/run')).to.include('export CI=true');
  });

  it('of npm test need Node and Git alone, and where one looks for another program it asks with needs()', () => {
    const others = /helpers\/(?:chromium|browser-page|moto|strace-log|watched-run|faults\/faults)\.js'/;
    const careless = short.filter((path) => {
      const text = read(path);
      return others.test(text) && !/\bneeds\('/.test(text);
    });
    expect(careless).to.deep.equal([]);
  });

  it('that take longest are there, and come first in their set', () => {
    expect(longest.filter((name) => !existsSync(join(root, 'test', name)))).to.deep.equal([]);
    const first = (set: readonly string[]): void => {
      const named = longest.map((name) => `test/${name}`).filter((name) => set.includes(name));
      expect(named).to.not.deep.equal([]);
      expect(set.slice(0, named.length)).to.deep.equal(named);
    };
    first(short);
    first(long);
  });

  const play = (...args: readonly string[]): Promise<Ended> =>
    run(process.execPath, [join(root, 'scripts', 'test.js'), ...args], { cwd: root, env: cleanEnvironment() });

  it('that npm test leaves out are named in its end, however it ends, with the command that runs everything', async () => {
    const said = `Left out: the ${long.length} files *.long.test.ts, which take longer or compare with other programs; npm run test:all runs everything.\n`;
    for (const [flags, code] of [
      [['--version'], 0],
      [['--reporter', 'no-such-reporter'], 1],
    ] as const) {
      const ended = await play('short', ...flags);
      expect(ended.stdout.endsWith(said), ended.stdout + ended.stderr).to.equal(true);
      expect(ended.code === 0, ended.stderr).to.equal(code === 0);
    }
  });

  it('are played by no other name', async () => {
    const { code, stderr } = await play('medium');
    expect(code).to.equal(2);
    expect(stderr).to.equal("Use: node scripts/test.js short|long [MOCHA'S FLAGS]\n");
  });
});
