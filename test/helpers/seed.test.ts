import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { cleanEnvironment } from './environment.js';
import { run, type Ended } from './run.js';

const root = resolve(import.meta.dirname, '..', '..');
const tests = join(root, 'test');

describe('what is random in the tests', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-seed-'));
    const helper = (name: string): string => pathToFileURL(join(tests, 'helpers', name)).href;
    writeFileSync(
      join(folder, 'random.test.mts'),
      `import { fc } from '${helper('random.ts')}';
      import { randomNumbers } from '${helper('random-numbers.ts')}';
      import { seed } from '${helper('seed.ts')}';
      describe('cases', () => {
        it('of fast-check', () => console.log('sample', JSON.stringify(fc.sample(fc.integer(), 5))));
        it('of our own', () => console.log('number', randomNumbers(seed)()));
        it('that hold', () => fc.assert(fc.property(fc.nat(), (n) => n >= 0)));
        it('that do not', () => fc.assert(fc.property(fc.nat(), (n) => n < 0)));
      });`,
    );
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const play = (seed?: string, ...flags: readonly string[]): Promise<Ended> =>
    run(process.execPath, [join(root, 'node_modules/mocha/bin/mocha.js'), ...flags, join(folder, 'random.test.mts')], {
      cwd: root,
      env: cleanEnvironment(seed === undefined ? {} : { SEED: seed }),
    });
  const cases = ({ stdout }: Ended): string[] => stdout.match(/^.*(?:sample|number) .*$/gm) ?? [];

  it('follows from a seed that is said at the start and where a test fails, and comes again with SEED', async () => {
    const first = await play();
    const [, seed = ''] = /^\s*SEED=(\d+)$/m.exec(first.stderr) ?? [];
    expect(first.stderr).to.include(`SEED=${seed} repeats the random cases of: cases that do not`);
    expect(first.stderr).to.not.include('that hold');
    expect(first.stdout).to.include(`seed: ${seed}`);
    expect(cases(first)).to.have.length(2);
    for (const flags of [[], ['--parallel', '--jobs', '2']]) {
      const again = await play(seed, ...flags);
      expect(cases(again), flags.join(' ')).to.deep.equal(cases(first));
      expect(again.stderr).to.include(`SEED=${seed} repeats the random cases of: cases that do not`);
    }
    const other = await play(String((Number(seed) + 1) % 2 ** 31));
    expect(cases(other)).to.not.deep.equal(cases(first));
    expect(cases(await play())).to.not.deep.equal(cases(first));
  });

  it('takes no seed that is no whole number', async () => {
    for (const wrong of ['x', '-1', '1.5', '99999999999']) {
      const { code, stdout, stderr } = await play(wrong);
      expect(code, wrong).to.not.equal(0);
      expect(stdout + stderr).to.include(`SEED is a whole number from 0 to 2147483647, not ${wrong}.`);
    }
  });

  it('takes its seed from there in every file', () => {
    const marks: Readonly<Record<string, RegExp>> = {
      "fast-check itself, not test/helpers/random.ts's": /from 'fast-check'|(?:import|require)\('fast-check'\)/,
      'Math.random': /Math\.random\b/,
      'a seed of its own': /\bseed: (?!number|seedOr\()|\brandomNumbers\((?!seed\)|seed: number|Number\(name\))/,
    };
    const ownChance = /\b(?:randomInt|randomBytes|randomUUID|getRandomValues|randomFill(?:Sync)?)\b/;
    const found = readdirSync(tests, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[cm]?[jt]s$/.test(name) && !/^helpers[\\/](?:random|seed\.test)\.ts$/.test(name))
      .flatMap((name) => {
        const text = readFileSync(join(tests, name), 'utf8');
        const all = name.endsWith('.test.ts') ? { ...marks, 'chance without a seed': ownChance } : marks;
        return Object.entries(all).flatMap(([what, mark]) => (mark.test(text) ? [`${name}: ${what}`] : []));
      });
    expect(found).to.deep.equal([]);
  });
});
