import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAsBotocore } from '../../src/profile/ini/readings.js';
import { atATime } from '../helpers/at-a-time.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { FaultyMachine, inWords } from '../helpers/faults/faults.js';
import type { Fault, FaultyEnd, FileCall, Program, Refusal } from '../helpers/faults/faults.js';
import { needs } from '../helpers/needs.js';
import { bundle, start } from './processes.js';

const old = `# mine\n[kept]\nregion = eu-west-1\n${'# filler\n'.repeat(1500)}`;

const refusals = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT', 'EPERM'] as const satisfies readonly Refusal[];

describe('a credentials file, whatever happens to the process that writes it', function () {
  this.timeout(600_000);
  let folder: string;
  let script: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-crash-'));
    script = await bundle('writer', folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const fresh = (): string => {
    const home = mkdtempSync(join(folder, 'home-'));
    writeFileSync(join(home, 'credentials'), old, { mode: 0o600 });
    return home;
  };

  const expectWhole = (home: string, where: string): string => {
    const text = readFileSync(join(home, 'credentials'), 'latin1');
    if (text !== old) {
      expect(text.startsWith(old), where).to.equal(true);
      expect(readAsBotocore(text)['added'], where).to.include({ aws_access_key_id: 'ASIAadded' });
    }
    for (const name of readdirSync(home))
      expect(statSync(join(home, name)).mode & 0o077, `${where}: ${name}`).to.equal(0);
    return text;
  };

  const nextRunIsClean = async (home: string, where: string): Promise<void> => {
    const next = await start(script, 'add', join(home, 'credentials'), 'next').ended;
    expect(next.stderr, where).to.equal('');
    expect(readdirSync(home), where).to.deep.equal(['credentials']);
    expect(readAsBotocore(readFileSync(join(home, 'credentials'), 'latin1'))).to.have.property('next');
  };

  describe('at any of its calls that change a file', () => {
    let machine: FaultyMachine;
    let calls: readonly FileCall[];

    before(needs('cc', 'strace'));
    before(async () => {
      machine = await FaultyMachine.open();
      const home = fresh();
      calls = (await machine.run(add(home), home)).calls.filter(({ number }) => number > 0);
      expect(expectWhole(home, 'undisturbed')).to.not.equal(old);
    });
    after(() => machine.close());

    const add = (home: string): Program => ({
      argv: [process.execPath, script, 'add', join(home, 'credentials'), 'added'],
      env: cleanEnvironment(),
      cwd: home,
    });
    const meet = (
      faults: readonly Fault[],
      judge: (end: FaultyEnd, home: string, where: string) => Promise<void> | void,
    ): Promise<void> =>
      atATime(3, faults, async (fault) => {
        const home = fresh();
        const end = await machine.run(add(home), home, fault);
        const where = `${inWords(fault, calls)}: ${end.stderr}`;
        expect(
          end.calls.slice(0, fault.at).map(({ what }) => what),
          where,
        ).to.deep.equal(calls.slice(0, fault.at).map(({ what }) => what));
        await judge(end, home, where);
        rmSync(home, { recursive: true });
      });

    it('which are those that strace sees', async () => {
      const home = fresh();
      const { ours, traced } = await machine.compare(add(home), home);
      expect(ours).to.deep.equal(traced);
      expect(ours).to.deep.equal(calls.map(({ what }) => what));
      expect(ours).to.include('rename ~/.credentials.DRAFT ~/credentials');
    });

    it('is the old one or the new one when the process is killed before, within or after it; the next run clears up', () => {
      const kills = calls.flatMap(({ number, what }) =>
        ['kill', ...(what.startsWith('write') ? ['tear'] : []), ...(number === calls.length ? ['kill-after'] : [])].map(
          (how) => ({ at: number, how }) as Fault,
        ),
      );
      return meet(kills, async ({ code }, home, where) => {
        expect(code, where).to.equal(137);
        expectWhole(home, where);
        await nextRunIsClean(home, where);
      });
    });

    for (const how of refusals) {
      it(`is the new one, or the old one with nothing of the new lying about, when the system refuses it by ${how}`, () =>
        meet(
          calls.map(({ number }) => ({ at: number, how })),
          ({ code }, home, where) => {
            const text = expectWhole(home, where);
            expect(text === old, where).to.equal(code !== 0);
            for (const name of readdirSync(home))
              if (name !== 'credentials')
                expect(readFileSync(join(home, name), 'latin1'), where).to.not.contain('ASIAadded');
          },
        ));
    }

    it('is the new one where files cannot have two names', () =>
      meet(
        calls.filter(({ what }) => what.startsWith('link')).map(({ number }) => ({ at: number, how: 'EPERM' })),
        async ({ code }, home, where) => {
          expect(code, where).to.equal(0);
          await nextRunIsClean(home, where);
        },
      ));
  });

  describe('on a file system of its own', () => {
    before(needs('tmpfs'));

    /** Runs `add` where a script has prepared the place; gives the exit code and what is there afterwards. */
    const addIn = async (prepare: string): Promise<{ code: number | null; stderr: string; home: string }> => {
      const [home, mounted] = [fresh(), mkdtempSync(join(folder, 'mounted-'))];
      const child = spawn(
        'unshare',
        [
          '--mount',
          'sh',
          '-c',
          `${prepare}\n"$3" "$4" add "$2/credentials" added; code=$?; cp -a "$2/." "$1/" || exit 99; exit $code`,
          'sh',
          home,
          mounted,
          process.execPath,
          script,
        ],
        { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
      );
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, stderr, home };
    };

    it('is the old one or the new one however full that is, in pages and in names', async () => {
      const codes: (number | null)[] = [];
      // The old file takes 4 pages of 4 KiB, the new one 5; folder, locks and drafts take names.
      for (const limit of [
        ...[16, 20, 24, 28, 32, 36, 40, 48].map((size) => `size=${size}k`),
        ...[2, 3, 4, 5, 6, 7, 8].map((names) => `size=1m,nr_inodes=${names}`),
      ]) {
        const { code, stderr, home } = await addIn(
          `mount -t tmpfs -o ${limit},mode=700 tmpfs "$2" && cp -a "$1/." "$2/" || exit 98`,
        );
        const text = expectWhole(home, limit);
        codes.push(code);
        expect(code, limit).to.be.oneOf([0, 1]);
        expect(text === old, limit).to.equal(code !== 0);
        if (code !== 0) expect(stderr, limit).to.contain('ENOSPC').and.contain('credentials');
        for (const name of readdirSync(home))
          if (name !== 'credentials')
            expect(readFileSync(join(home, name), 'latin1'), limit).to.not.contain('ASIAadded');
      }
      expect(codes).to.include(0).and.include(1);
    });

    it('is the old one where that is read-only', async () => {
      const { code, stderr, home } = await addIn(
        'cp -a "$1/." "$2/" && mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" || exit 98',
      );
      expect(code, stderr).to.equal(1);
      expect(stderr).to.contain('EROFS').and.contain('credentials');
      expect([readdirSync(home), expectWhole(home, 'read-only')]).to.deep.equal([['credentials'], old]);
    });
  });

  it('that grows beyond what the system allows stays the old one', async function () {
    if (process.platform === 'win32') this.skip();
    const home = fresh();
    const child = spawn(
      'sh',
      ['-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, script, 'add', join(home, 'credentials'), 'added'],
      { env: cleanEnvironment(), stdio: 'ignore' },
    );
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expect(code).to.not.equal(0);
    expect(readFileSync(join(home, 'credentials'), 'latin1')).to.equal(old);
    await nextRunIsClean(home, 'after a write that was cut off');
  });
});
