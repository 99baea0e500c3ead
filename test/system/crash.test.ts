import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readAsBotocore } from '../../src/profile/readings.js';
import { cleanEnvironment } from '../helpers/environment.js';
import { needs } from '../helpers/needs.js';
import { bundle, start } from './processes.js';

const old = `# mine\n[kept]\nregion = eu-west-1\n${'# filler\n'.repeat(1500)}`;

/** The calls that change a file, with the number a run needs at most to get past its own start. */
const changing = ['mkdir', 'write', 'pwrite64', 'fsync', 'fdatasync', 'fchmod', 'chmod', 'fchown', 'ftruncate', 'rename', 'link', 'linkat', 'unlink', 'unlinkat', 'utimensat', 'openat'];

describe('a credentials file, whatever happens to the process that writes it', function () {
  this.timeout(600_000);
  let folder: string;
  let script: string;
  let kills = 0;

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
    for (const name of readdirSync(home)) expect(statSync(join(home, name)).mode & 0o077, `${where}: ${name}`).to.equal(0);
    return text;
  };

  /** Runs `add` under strace; undefined when the injection never came into play. */
  const inject = async (injection: string, home: string): Promise<{ code: number | null; killed: boolean; aborted: boolean; injected: boolean }> => {
    const log = join(home, '..', 'strace.log');
    const child = spawn('strace', ['-f', '-qq', '-o', log, '-e', `trace=${injection.split(':')[0] ?? ''}`, '-e', `inject=${injection}`, process.execPath, script, 'add', join(home, 'credentials'), 'added'],
      { env: cleanEnvironment({ UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0' }), stdio: 'ignore' });
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end)));
    const trace = readFileSync(log, 'latin1');
    return { code, killed: signal === 'SIGKILL' || trace.includes('killed by SIGKILL'), aborted: signal === 'SIGABRT' || trace.includes('killed by SIGABRT'), injected: /INJECTED|killed by SIGKILL/.test(trace) };
  };

  const nextRunIsClean = async (home: string, where: string): Promise<void> => {
    const next = await start(script, 'add', join(home, 'credentials'), 'next').ended;
    expect(next.stderr, where).to.equal('');
    expect(readdirSync(home), where).to.deep.equal(['credentials']);
    expect(readAsBotocore(readFileSync(join(home, 'credentials'), 'latin1'))).to.have.property('next');
  };

  describe('killed', () => {
    before(needs('strace'));

    for (const call of changing) {
      it(`at each ${call} is the old one or the new one, whole; the next run clears up`, async function () {
        if (!exists(call)) this.skip();
        // Hundreds of files are opened before ours: every crash point near the end is tried, and samples of the start.
        for (let when = 1, misses = 0; misses < 1; when += call === 'openat' && when < 20 ? 6 : 1) {
          const home = fresh();
          const where = `${call} number ${when}`;
          const { killed } = await inject(`${call}:signal=KILL:when=${when}`, home);
          expectWhole(home, where);
          if (killed) {
            kills += 1;
            await nextRunIsClean(home, where);
          } else misses += 1;
          rmSync(home, { recursive: true });
        }
      });
    }

    it('was killed often enough for that to mean something', () => {
      expect(kills).to.be.greaterThan(25);
    });
  });

  describe('refused a call', () => {
    before(needs('strace'));

    const errors = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT', 'EPERM'];
    const refusals = ['write', 'fsync', 'fchmod', 'rename', 'link', 'unlink'].flatMap((call) => errors.map((error) => [call, error] as const));
    for (const [call, error] of refusals) {
      it(`by ${error} at each ${call} is the new one, or the old one with nothing of the new lying about`, async () => {
        for (let when = 1; ; when += 1) {
          const home = fresh();
          const where = `${call} number ${when}: ${error}`;
          const { code, injected, aborted } = await inject(`${call}:error=${error}:when=${when}`, home);
          const text = expectWhole(home, where);
          // Node itself dies when its own pipes fail.
          if (!aborted) expect(text === old, where).to.equal(code !== 0);
          for (const name of readdirSync(home)) if (name !== 'credentials') expect(readFileSync(join(home, name), 'latin1'), where).to.not.contain('ASIAadded');
          rmSync(home, { recursive: true });
          if (!injected) break;
        }
      });
    }
  });

  describe('on a file system of its own', () => {
    before(needs('tmpfs'));

    /** Runs `add` where a script has prepared the place; gives the exit code and what is there afterwards. */
    const addIn = async (prepare: string): Promise<{ code: number | null; stderr: string; home: string }> => {
      const [home, mounted] = [fresh(), mkdtempSync(join(folder, 'mounted-'))];
      const child = spawn('unshare', ['--mount', 'sh', '-c', `${prepare}\n"$3" "$4" add "$2/credentials" added; code=$?; cp -a "$2/." "$1/" || exit 99; exit $code`, 'sh', home, mounted, process.execPath, script], { env: cleanEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, stderr, home };
    };

    it('is the old one or the new one however full that is, in pages and in names', async () => {
      const codes: (number | null)[] = [];
      // The old file takes 4 pages of 4 KiB, the new one 5; folder, locks and drafts take names.
      for (const limit of [...[16, 20, 24, 28, 32, 36, 40, 48].map((size) => `size=${size}k`), ...[2, 3, 4, 5, 6, 7, 8].map((names) => `size=1m,nr_inodes=${names}`)]) {
        const { code, stderr, home } = await addIn(`mount -t tmpfs -o ${limit},mode=700 tmpfs "$2" && cp -a "$1/." "$2/" || exit 98`);
        const text = expectWhole(home, limit);
        codes.push(code);
        expect(code, limit).to.be.oneOf([0, 1]);
        expect(text === old, limit).to.equal(code !== 0);
        if (code !== 0) expect(stderr, limit).to.contain('ENOSPC').and.contain('credentials');
        for (const name of readdirSync(home)) if (name !== 'credentials') expect(readFileSync(join(home, name), 'latin1'), limit).to.not.contain('ASIAadded');
      }
      expect(codes).to.include(0).and.include(1);
    });

    it('is the old one where that is read-only', async () => {
      const { code, stderr, home } = await addIn('cp -a "$1/." "$2/" && mount --bind "$2" "$2" && mount -o remount,ro,bind "$2" || exit 98');
      expect(code, stderr).to.equal(1);
      expect(stderr).to.contain('EROFS').and.contain('credentials');
      expect([readdirSync(home), expectWhole(home, 'read-only')]).to.deep.equal([['credentials'], old]);
    });
  });

  it('that grows beyond what the system allows stays the old one', async function () {
    if (process.platform === 'win32') this.skip();
    const home = fresh();
    const child = spawn('sh', ['-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, script, 'add', join(home, 'credentials'), 'added'], { env: cleanEnvironment(), stdio: 'ignore' });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expect(code).to.not.equal(0);
    expect(readFileSync(join(home, 'credentials'), 'latin1')).to.equal(old);
    await nextRunIsClean(home, 'after a write that was cut off');
  });
});

// Not every machine's kernel has every old call.
function exists(call: string): boolean {
  return process.platform === 'linux' && !(process.arch === 'arm64' && ['mkdir', 'chmod', 'rename', 'link', 'unlink'].includes(call));
}
