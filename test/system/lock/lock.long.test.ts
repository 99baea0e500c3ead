import { execFileSync } from 'node:child_process';
import {
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { isProblem } from '../../../src/core/problem.js';
import { newOwner, ownerOf, parseOwner } from '../../../src/system/lock/owner.js';
import { withFileLock } from '../../../src/system/lock/lock.js';
import { bundle, start } from '../processes.js';

describe('the lock between processes', function () {
  this.timeout(60_000);
  let folder: string;
  let lock: string;
  let script: string;
  const leftovers = (): string[] => readdirSync(folder).filter((name) => name.startsWith('x.lock'));

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'git-codecommit-lock-'));
    script = await bundle('writer', folder);
    lock = join(folder, 'x.lock');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => leftovers().forEach((name) => rmSync(join(folder, name))));

  it('lets one in at a time, also within a process, and leaves nothing behind', async () => {
    let inside = 0;
    const order: number[] = [];
    await Promise.all(
      [1, 2, 3, 4, 5].map((number) =>
        withFileLock(lock, async () => {
          inside += 1;
          expect(inside).to.equal(1);
          await sleep(5);
          order.push(number);
          inside -= 1;
        }),
      ),
    );
    expect(order.sort()).to.deep.equal([1, 2, 3, 4, 5]);
    expect(leftovers()).to.deep.equal([]);
  });

  it('is given back when the work fails', async () => {
    const failed = await withFileLock(lock, () => Promise.reject(new Error('work'))).catch((error: unknown) => error);
    expect(failed).to.have.property('message', 'work');
    expect(leftovers()).to.deep.equal([]);
  });

  for (const [kind, make] of [
    ['folder', () => mkdirSync(lock)],
    ['pipe', () => execFileSync('mkfifo', [lock])],
    ['link', () => symlinkSync(script, lock)],
    ['link to nothing', () => symlinkSync('nowhere', lock)],
    ['link to a device without an end', () => symlinkSync('/dev/zero', lock)],
  ] as const)
    it(`is refused at once where a ${kind} stands in its place, which is named and stays`, async () => {
      make();
      const { ino } = lstatSync(lock);
      try {
        const waiting = withFileLock(lock, () => Promise.resolve(), { guarded: join(folder, 'x'), waitMs: 1000 });
        const failed = await waiting.catch((error: unknown) => error);
        if (!isProblem(failed, 'file')) expect.fail(String(failed));
        expect(failed.message).to.contain(`${lock} stands where a lock would be made`);
        expect(lstatSync(lock).ino).to.equal(ino);
      } finally {
        rmSync(lock, { recursive: true });
      }
    });

  it("is not taken from a process that lives, however long that takes; the waiting ends with the lock's name", async () => {
    const holder = start(script, 'hold', lock);
    expect(await holder.line).to.equal('held');
    const refused = await withFileLock(lock, () => Promise.resolve(), { waitMs: 300, patienceMs: 1 }).catch(
      (error: unknown) => error,
    );
    expect(isProblem(refused, 'file') && refused.message)
      .to.contain(lock)
      .and.contain(String(holder.child.pid));
    holder.child.kill('SIGKILL');
    await holder.ended;
  });

  it('is free at once when its holder was killed', async () => {
    const holder = start(script, 'hold', lock);
    await holder.line;
    holder.child.kill('SIGKILL');
    await holder.ended;
    expect(leftovers()).to.deep.equal(['x.lock']);
    expect(await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 5000, patienceMs: 600_000 })).to.equal(
      'mine',
    );
    expect(leftovers()).to.deep.equal([]);
  });

  it('is free when a stopped process is killed', async function () {
    if (process.platform === 'win32') this.skip();
    const holder = start(script, 'hold', lock);
    await holder.line;
    holder.child.kill('SIGSTOP');
    const waiting = withFileLock(lock, () => Promise.resolve('mine'), { patienceMs: 1 });
    const first = await Promise.race([waiting, sleep(500).then(() => 'waits')]);
    expect(first).to.equal(process.platform === 'linux' ? 'waits' : first);
    holder.child.kill('SIGKILL');
    expect(await waiting).to.equal('mine');
  });

  const foreign = ownerOf({ ...newOwner(), space: 'abcdefabcdef' });

  it('of another machine is free once its heartbeat stood still while it was watched', async () => {
    writeFileSync(lock, `${foreign.token}\n`);
    expect(await withFileLock(lock, () => Promise.resolve('mine'), { patienceMs: 200 })).to.equal('mine');
  });

  it('of another machine is watched while another one of it is waited for, in whichever folder', async () => {
    const other = join(folder, 'elsewhere');
    mkdirSync(other);
    const locks = [lock, join(folder, 'x.lock.second.lock'), join(other, 'third.lock')];
    for (const path of locks) writeFileSync(path, `${ownerOf({ ...newOwner(), space: 'abcdefabcdef' }).token}\n`);
    const [first = '', ...rest] = locks;
    const options = { patienceMs: 3000, folders: [other] };
    expect(await withFileLock(first, () => Promise.resolve('mine'), options)).to.equal('mine');
    for (const path of rest)
      expect(await withFileLock(path, () => Promise.resolve('mine'), { ...options, waitMs: 1500 })).to.equal('mine');
    rmSync(other, { recursive: true });
  });

  it('of a machine that went while it removed a lock is waited for once, with the rights to remove it', async () => {
    const [held, remover, second] = [1, 2, 3].map(() => ownerOf({ ...newOwner(), space: 'abcdefabcdef' }).token);
    writeFileSync(lock, `${held ?? ''}\n`);
    writeFileSync(`${lock}.${held ?? ''}.remove`, `${remover ?? ''}\n`);
    writeFileSync(`${lock}.${remover ?? ''}.remove`, `${second ?? ''}\n`);
    const options = { patienceMs: 3000, waitMs: 5500 };
    expect(await withFileLock(lock, () => Promise.resolve('mine'), options)).to.equal('mine');
  });

  it('of a machine that is gone is free after its time, however slowly it is looked at', async () => {
    writeFileSync(lock, `${foreign.token}\n`);
    let looks = 0;
    // Whoever may be spared the work looks less and less often.
    const slow = (): undefined => {
      looks += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
    };
    const options = { patienceMs: 2400, waitMs: 60_000, instead: slow };
    expect(await withFileLock(lock, () => Promise.resolve('mine'), options)).to.equal('mine');
    expect(looks).to.be.below(7);
  });

  it('of another machine is not free while its heart beats, whatever the clocks say', async () => {
    writeFileSync(lock, `${foreign.token}\n`);
    // Times far in the past and the future: only that they change counts.
    let second = 0;
    const beat = setInterval(() => utimesSync(lock, 1, (second += 86_400) % 4_000_000_000), 20);
    const refused = await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 1500, patienceMs: 1000 }).catch(
      (error: unknown) => error,
    );
    clearInterval(beat);
    expect(isProblem(refused, 'file')).to.equal(true);
  });

  it('file that a power cut left empty or cut is no lock for ever', async () => {
    for (const rest of ['', 'a', newOwner().token.slice(0, 30), newOwner().token, '\0'.repeat(80)]) {
      writeFileSync(lock, rest);
      expect(
        await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 20_000, patienceMs: 200 }),
        JSON.stringify(rest),
      ).to.equal('mine');
      expect(leftovers()).to.deep.equal([]);
    }
  });

  it('of another program, empty or not, is waited for as long as one of another machine', async () => {
    for (const text of ['', '4194303\nhost\n']) {
      writeFileSync(lock, text);
      const refused = await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 5_000 }).catch(
        (error: unknown) => error,
      );
      expect(isProblem(refused, 'file'), JSON.stringify(text)).to.equal(true);
      expect(leftovers()).to.deep.equal(['x.lock']);
      rmSync(lock);
    }
  });

  it('of another user that cannot be read is judged by its age, and taken over', async function () {
    if (process.geteuid?.() !== 0) this.skip();
    writeFileSync(lock, `${newOwner().token}\n`, { mode: 0o600 });
    chownSync(folder, 65_534, 65_534);
    process.setegid?.(65_534);
    process.seteuid?.(65_534);
    try {
      let second = 0;
      const beat = setInterval(() => void (second += 1), 20);
      const taken = await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 20_000, patienceMs: 300 });
      clearInterval(beat);
      expect(taken).to.equal('mine');
      expect(second, 'looks before it is taken').to.be.above(2);
      expect(leftovers()).to.deep.equal([]);
    } finally {
      process.seteuid?.(0);
      process.setegid?.(0);
      chownSync(folder, 0, 0);
    }
  });

  it('of the dead is waited for, and no longer than is to be waited, where somebody else is removing it', async () => {
    const dead = await ownerThatDied(script);
    writeFileSync(lock, `${dead.token}\n`);
    // It lives, and may be stopped: this process itself.
    const right = `${lock}.${dead.token}.remove`;
    writeFileSync(right, `${newOwner().token}\n`);
    const refused = await withFileLock(lock, () => Promise.resolve(), { waitMs: 500 }).catch((error: unknown) => error);
    expect(isProblem(refused, 'file') && refused.message).to.contain(lock);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const stopped = await withFileLock(lock, () => Promise.resolve(), { signal: stop.signal }).catch(
      (error: unknown) => error,
    );
    expect(isProblem(stopped, 'cancelled')).to.equal(true);
    setTimeout(() => rmSync(right), 100);
    expect(await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 5000 })).to.equal('mine');
  });

  it("goes on when a process was killed while it removed a dead one's lock", async () => {
    const dead = await ownerThatDied(script);
    writeFileSync(lock, `${dead.token}\n`);
    const remover = await ownerThatDied(script);
    writeFileSync(`${lock}.${dead.token}.remove`, `${remover.token}\n`);
    const second = await ownerThatDied(script);
    writeFileSync(`${lock}.${remover.token}.remove`, `${second.token}\n`);
    expect(await withFileLock(lock, () => Promise.resolve('mine'), { waitMs: 5000, patienceMs: 600_000 })).to.equal(
      'mine',
    );
    expect(leftovers()).to.deep.equal([]);
  });

  it('removes the drafts of killed processes, and no other file', async () => {
    const dead = await ownerThatDied(script);
    writeFileSync(`${lock}.${dead.token}`, '');
    writeFileSync(`${lock}.${foreign.token}.remove.${dead.token}`, '');
    writeFileSync(`${lock}.${foreign.token}.remove`, `${dead.token}\n`);
    writeFileSync(`${lock}.notes`, 'mine');
    await withFileLock(lock, () => Promise.resolve());
    expect(leftovers()).to.deep.equal(['x.lock.notes']);
  });

  it("does not give a successor's lock back", async () => {
    let stillOurs: boolean | undefined;
    await withFileLock(lock, (held) => {
      rmSync(lock);
      writeFileSync(lock, `${foreign.token}\n`);
      stillOurs = held.isOurs();
      return Promise.resolve();
    });
    expect(stillOurs).to.equal(false);
    expect(readFileSync(lock, 'latin1')).to.equal(`${foreign.token}\n`);
  });

  it('cannot be made in a folder that is missing, and says so', async () => {
    const refused = await withFileLock(join(folder, 'missing', 'lock'), () => Promise.resolve()).catch(
      (error: unknown) => error,
    );
    expect(isProblem(refused, 'file') && refused.message).to.contain(join('missing', 'lock'));
  });

  it('loses no turn among processes that are killed all the time', async () => {
    const path = join(folder, 'counter');
    const counters = ['a', 'b', 'c'].map((name) => start(script, 'count', path, name, '40'));
    for (let victim = 0; victim < 8; victim += 1) {
      const { child, ended } = start(script, 'count', path, `victim${victim}`, '100000');
      await sleep(150 + 40 * victim);
      child.kill('SIGKILL');
      await ended;
    }
    const ends = await Promise.all(counters.map(({ ended }) => ended));
    expect(ends.map(({ code, stderr }) => `${code}${stderr}`)).to.deep.equal(['0', '0', '0']);
    const turns = new Map<string, number>();
    for (const line of readFileSync(path, 'latin1').trimEnd().split('\n')) {
      const [name = '', turn] = line.split(' ');
      expect(Number(turn), line).to.equal((turns.get(name) ?? 0) + 1);
      turns.set(name, Number(turn));
    }
    expect(['a', 'b', 'c'].map((name) => turns.get(name))).to.deep.equal([40, 40, 40]);
  });
});

async function ownerThatDied(script: string): Promise<ReturnType<typeof newOwner>> {
  const folder = mkdtempSync(join(tmpdir(), 'git-codecommit-dead-'));
  mkdirSync(folder, { recursive: true });
  const holder = start(script, 'hold', join(folder, 'l'));
  await holder.line;
  const copy = join(folder, 'copy');
  linkSync(join(folder, 'l'), copy);
  const owner = parseOwner(readFileSync(copy, 'latin1').trimEnd());
  holder.child.kill('SIGKILL');
  await holder.ended;
  rmSync(folder, { recursive: true });
  if (!owner) throw new Error('no owner');
  return owner;
}
