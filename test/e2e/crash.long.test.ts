import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect } from 'chai';
import { atATime } from '../helpers/at-a-time.js';
import { FaultyMachine, inWords } from '../helpers/faults/faults.js';
import type { Fault, FaultyEnd, FileCall, Program, Refusal } from '../helpers/faults/faults.js';
import { needs } from '../helpers/needs.js';
import { randomNumbers } from '../helpers/random-numbers.js';
import { seed } from '../helpers/seed.js';
import { homeAt, refreshProfile, repairFiles, setUpProfile } from './crash-stories.js';
import type { Story } from './crash-stories.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const refusals = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT'] as const satisfies readonly Refusal[];
const backup = '.aws/credentials.before-git-codecommit';

// Where nobody asks for all, a part of them is tried, another one each time.
const share = process.env['CI'] === 'true' ? 1 : 20;
const turn = Math.floor(randomNumbers(seed)() * 60);

describe('the program, whatever happens while it writes', function () {
  this.timeout(1_200_000);
  let fixture: Fixture;
  let machine: FaultyMachine;

  before(needs('cc', 'strace'));
  before(async () => {
    [fixture, machine] = await Promise.all([openFixture(), FaultyMachine.open()]);
  });
  after(async () => {
    machine.close();
    await fixture.clear();
  });

  const stories: Readonly<Record<string, (fixture: Fixture) => Promise<Story> | Story>> = {
    'when it sets a profile up': setUpProfile,
    'when it refreshes a profile': refreshProfile,
    'when it repairs files': repairFiles,
  };
  for (const [title, make] of Object.entries(stories)) {
    describe(title, () => {
      let story: Story;
      let calls: readonly FileCall[];
      let leftAfter: readonly string[];

      before(async () => {
        story = await make(fixture);
        const home = fresh();
        const end = await machine.run(program(home), home);
        expect(end.code, end.stderr).to.equal(0);
        expect(expectWhole(home, 'undisturbed'), end.stderr).to.deep.equal(story.changes);
        expectNoSecretBeside(home, 'undisturbed');
        calls = end.calls.filter(({ number }) => number > 0);
        leftAfter = everything(home);
      });

      const fresh = (): string => {
        const home = mkdtempSync(join(fixture.home.path, 'run-'));
        cpSync(story.template, home, { recursive: true });
        return home;
      };
      const program = (home: string): Program => ({
        argv: [process.execPath, fixture.program, ...story.args],
        env: homeAt(fixture, home),
        cwd: home,
      });

      /**
       * Each file is the old or the new one, to the byte, and everything is for the user alone; gives those that are
       * new.
       */
      const expectWhole = (home: string, where: string): string[] => {
        const changed = story.changes.filter((file) => text(home, file) !== text(story.template, file));
        for (const file of changed)
          expect(
            story.isNew(file, text(home, file)),
            `${where}: ${file} is neither the old nor the new one:\n${text(home, file).slice(-600)}`,
          ).to.equal(true);
        const all = everything(home);
        if (all.includes(backup))
          expect(
            text(home, backup) === story.firstCredentials,
            `${where}: the copy of the first state is not whole`,
          ).to.equal(true);
        for (const file of all) expect(statSync(join(home, file)).mode & 0o077, `${where}: ${file}`).to.equal(0);
        return changed;
      };

      const expectNoSecretBeside = (home: string, where: string): void => {
        const secrets = story.secrets();
        for (const file of everything(home)) {
          if (file === '.aws/credentials' || file === backup || statSync(join(home, file)).isDirectory()) continue;
          const found = secrets.filter((secret) => text(home, file).includes(secret));
          expect(found.length, `${where}: a secret in ${file}`).to.equal(0);
        }
      };

      /** What the program says is true. */
      const expectTrueWords = ({ code, stderr }: FaultyEnd, home: string, where: string): void => {
        const changed = expectWhole(home, where);
        expect(code, where).to.be.oneOf([0, 6]);
        if (code === 0) expect(changed, where).to.deep.equal(story.changes);
        if (stderr.includes('Nothing was changed')) expect(changed, where).to.deep.equal([]);
        for (const file of changed)
          expect(stderr.replace(/\s+/g, ' '), where).to.not.match(
            new RegExp(`Cannot write \\S*${file.replace(/\W/g, '\\$&')}: [^.]*\\. It was left as it is`),
          );
      };

      const expectCleanAfterNextRun = async (home: string, where: string): Promise<void> => {
        const next = await machine.run(program(home), home);
        expect(next.code, `the run after ${where}: ${next.stderr}`).to.equal(0);
        expect(expectWhole(home, `after ${where}`), where).to.deep.equal(story.changes);
        expect(everything(home), `after ${where}`).to.deep.equal(leftAfter);
        expectNoSecretBeside(home, `after ${where}`);
      };

      /** Runs the program with each of the faults, and sees to it that the very call was met which was meant. */
      const meet = async (
        faults: readonly Fault[],
        judge: (end: FaultyEnd, home: string, where: string, what: string) => Promise<void> | void,
      ): Promise<void> => {
        const some = faults.filter((_fault, index) => index % share === turn % Math.min(share, faults.length));
        expect(some.length).to.be.greaterThan(0);
        await atATime(3, some, async (fault) => {
          const home = fresh();
          const end = await machine.run(program(home), home, fault);
          const where = `${inWords(fault, calls)}:\n${end.stderr}`;
          const met = end.calls.filter(({ number }) => number > 0).slice(0, fault.at);
          expect(
            met.map(({ what }) => what),
            where,
          ).to.deep.equal(calls.slice(0, fault.at).map(({ what }) => what));
          await judge(end, home, where, met.at(-1)?.what ?? '');
          rmSync(home, { recursive: true });
        });
      };
      const atEach = (...hows: readonly Fault['how'][]): Fault[] =>
        calls.flatMap(({ number }) => hows.map((how) => ({ at: number, how })));
      const atEachWrite = (how: Fault['how']): Fault[] =>
        calls.filter(({ what }) => what.startsWith('write')).map(({ number }) => ({ at: number, how }));

      it('makes no other changing calls than those that the tests meet', async () => {
        const home = fresh();
        const { ours, traced } = await machine.compare(program(home), home);
        expect(ours).to.deep.equal(traced);
        expect(ours.filter((what) => !what.startsWith('utimensat'))).to.deep.equal(calls.map(({ what }) => what));
      });

      it('has on the disk what it is about to give a name, and the name before it goes on', () => {
        const names = calls.map(({ what }) => what);
        const renames = names.filter((what) => what.startsWith('rename'));
        expect(renames.map((what) => what.split(' ')[2])).to.include.members(story.changes.map((file) => `~/${file}`));
        for (const what of renames) {
          const [, draft = '', target = ''] = what.split(' ');
          const at = names.indexOf(what);
          expect([names[at - 1], names[at + 1]], what).to.deep.equal([`fsync ${draft}`, `fsync ${join(target, '..')}`]);
        }
      });

      it(
        'leaves each file the old or the new one when it is killed before, within or after any of them, and ' +
          'the next run clears up',
        () =>
          meet(
            [...atEach('kill'), ...atEachWrite('tear'), { at: calls.length, how: 'kill-after' }],
            async ({ code }, home, where) => {
              expect(code, where).to.equal(137);
              expectWhole(home, where);
              await expectCleanAfterNextRun(home, where);
            },
          ),
      );

      it(
        'says so when any of them is refused, and claims neither success nor that nothing was changed where ' +
          'that is not true',
        () =>
          meet(
            atEach(...refusals).filter(
              ({ how }, index) =>
                story.tries === 'every error' ||
                how === refusals[(Math.floor(index / refusals.length) + turn) % refusals.length],
            ),
            (end, home, where, what) => {
              expectTrueWords(end, home, where);
              expectNoSecretBeside(home, where);
              if (story.changes.some((file) => what.includes(` ${draftOf(file)}`))) expect(end.code, where).to.equal(6);
            },
          ),
      );

      it('writes the rest where the system took a part only', () =>
        meet(atEachWrite('short'), (end, home, where) => {
          expect(end.code, where).to.equal(0);
          expectTrueWords(end, home, where);
          expectNoSecretBeside(home, where);
        }));

      it(
        'leaves each file the old or the new one when the disk is full from any of them on, or can only be ' +
          'read, and the next run clears up',
        () =>
          meet(
            calls.filter((_call, index) => story.tries === 'every error' || index % 3 === turn % 3).map(fromThereOn),
            async (end, home, where) => {
              expectTrueWords(end, home, where);
              // On a full disk a file can still be removed.
              if (where.includes('then EROFS')) await expectCleanAfterNextRun(home, where);
              else expectNoSecretBeside(home, where);
            },
          ),
      );
    });
  }
});

describe('a git config that is killed while it writes', function () {
  this.timeout(120_000);
  let fixture: Fixture;

  before(needs('strace'));
  before(async () => {
    fixture = await openFixture();
  });
  after(() => fixture.clear());

  it('leaves a lock that setup names, and the doctor once it may be removed', async () => {
    const { home } = fixture;
    const lock = home.file('.gitconfig.lock');
    const kill = ['-f', '-qq', '-o', home.file('trace'), '-e', 'inject=rename:signal=KILL', 'git', 'config'];
    await home.run('strace', [...kill, '--global', 'user.name', 'Ana']);
    expect(readFileSync(lock, 'latin1')).to.contain('Ana');
    const args = [...fixture.common, '--yes', '--keep-source', '--no-verify'];
    const young = await fixture.codecommit(args);
    expect(young.code, young.stderr).to.equal(7);
    expect(young.stderr.replace(/\s+/g, ' '))
      .to.contain(`stay locked by the file ${lock}. `)
      .and.contain('wait a minute');
    utimesSync(lock, 1, 1);
    const old = await fixture.codecommit(args);
    expect(old.code, old.stderr).to.equal(7);
    expect(old.stderr.replace(/\s+/g, ' ')).to.contain(`Delete it and run the command again: rm ${lock}`);
    const mended = await fixture.codecommit(['doctor', '--fix', '--json', 'my-app']);
    expect(mended.stderr).to.contain(lock);
    expect(existsSync(lock), mended.stderr).to.equal(false);
    const after = await fixture.codecommit(args);
    expect(after.code, after.stderr).to.equal(0);
    await home.run('strace', [...kill, '--global', 'user.name', 'Bob']);
    utimesSync(lock, 1, 1);
    const removed = await fixture.codecommit(['remove', 'my-app', '--yes']);
    expect(removed.code, removed.stderr).to.equal(7);
    expect(removed.stderr.replace(/\s+/g, ' ')).to.contain(`stay locked by the file ${lock}. `);
  });
});

/** A disk that is full, where something is written after a part of it, or one that can only be read any more. */
function fromThereOn({ number, what }: FileCall): Fault {
  const full = Math.floor(turn / share) % 2 === 0 ? 'ENOSPC' : 'EDQUOT';
  if (what.startsWith('write')) return { at: number, how: 'short', then: full };
  return number % 2 === Math.floor(turn / 2) % 2
    ? { at: number, how: full, then: full }
    : { at: number, how: 'EROFS', then: 'EROFS' };
}

/** What a file is written to before it takes the name, as the calls have it. */
function draftOf(file: string): string {
  return `~/${dirname(file)}/.${basename(file)}.DRAFT`;
}

function text(home: string, file: string): string {
  return readFileSync(join(home, file), 'latin1');
}

/** Every file and folder below, by its path. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
