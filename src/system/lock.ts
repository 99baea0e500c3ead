import { closeSync, fstatSync, linkSync, openSync, readFileSync, readdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../core/problem.js';
import { fileProblem } from './files-problem.js';
import { lifeOf, newOwner, ownerLine, parseOwner } from './lock-owner.js';
import type { Owner } from './lock-owner.js';

/** How long to wait, and how long a holder may be silent before it counts as dead. */
export interface LockOptions {
  readonly waitMs?: number | undefined;
  /** For holders on another machine or in another container, whose process cannot be looked at. */
  readonly patienceMs?: number | undefined;
  /** The file that the lock is for, where it has one: errors speak of that. */
  readonly guarded?: string | undefined;
}

/** A lock while it is held. */
export interface HeldLock {
  /** False once others have taken this process for dead, as they may if it was stopped for long. */
  isOurs(): boolean;
}

const heartbeatMs = 1000;
const defaultPatienceMs = 10_000;
// An empty or cut lock file: a power cut, or a process between creating and filling it.
const unreadablePatienceMs = 2000;

/**
 * Runs `work` while holding the lock file at `path`, between processes, through a crash of any of them.
 *
 * The file appears whole, by a hard link, and names its owner. An owner that is certainly dead is replaced at once; one
 * that cannot be looked at, once its heartbeat (the file's time, compared with itself alone, never with a clock) has
 * stood still for `patienceMs` of watching. Only who holds the right to remove *this* holding removes the file, and
 * looks again under that right; the right is such a file too, named after the holding's token, which is never used twice.
 * So a slow process can never remove a successor's lock by mistake, and there is nothing to clean up by hand.
 * @throws Problem `file` after `waitMs`, naming the lock file
 */
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>, options: LockOptions = {}): Promise<T> {
  const owner = newOwner();
  try {
    await acquire(path, owner, options);
  } catch (error) {
    throw fileProblem(error, options.guarded === undefined ? 'lock' : 'write', options.guarded ?? path);
  }
  const beat = startHeartbeat(path, owner);
  try {
    sweep(path);
    return await work({ isOurs: () => holder(path)?.token === owner.token });
  } finally {
    clearInterval(beat);
    await release(path, owner);
  }
}

async function acquire(path: string, owner: Owner, { waitMs = 60_000, patienceMs = defaultPatienceMs }: LockOptions): Promise<void> {
  const watch = new Watch(patienceMs);
  const started = performance.now();
  for (let pause = 2; ; pause = Math.min(pause * 1.5, 40)) {
    const holding = holder(path);
    if (!holding && create(path, owner)) return;
    if (holding && watch.isGone(path, holding)) {
      removeHolding(path, path, holding, watch);
      continue;
    }
    if (performance.now() - started > waitMs) throw stillHeld(path, holding);
    await sleep(pause * (0.5 + Math.random()));
  }
}

async function release(path: string, owner: Owner): Promise<void> {
  const watch = new Watch(defaultPatienceMs);
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const holding = holder(path);
    if (holding?.token !== owner.token) return;
    // Refused only while somebody who takes us for dead is removing the lock, or was killed doing so.
    if (!removeHolding(path, path, holding, watch)) await sleep(20);
  }
}

/** What a lock file says, and what changes with every heartbeat. */
interface Holding {
  readonly token: string;
  readonly owner: Owner | undefined;
  readonly pulse: string;
}

function holder(path: string): Holding | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || isBusy(error)) return undefined;
    throw error;
  }
  try {
    const { ino, mtimeNs, size } = fstatSync(fd, { bigint: true });
    const owner = parseOwner(readFileSync(fd, 'latin1'));
    const pulse = `${ino}-${mtimeNs}-${size}`;
    return { token: owner?.token ?? `unreadable-${pulse}`, owner, pulse };
  } finally {
    closeSync(fd);
  }
}

/** Makes a lock file that holds its owner from the first moment; false where there is one already. */
function create(path: string, owner: Owner): boolean {
  const draft = `${path}.${owner.token}`;
  try {
    writeFileSync(draft, ownerLine(owner), { flag: 'wx', mode: 0o600 });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || isBusy(error)) return false;
    if (!withoutLinks.has(codeOf(error))) throw error;
    return createPlainly(path, owner);
  } finally {
    discard(draft);
  }
}

// FAT, exFAT and some network file systems know no hard links.
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EISDIR', 'EMLINK']);

function createPlainly(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, ownerLine(owner), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || isBusy(error)) return false;
    throw error;
  }
}

/**
 * Removes a file if it is still the given holding, under the right to remove that holding.
 * @returns false where another process has that right just now
 */
function removeHolding(lock: string, file: string, holding: Holding, watch: Watch): boolean {
  const right = `${lock}.${holding.token}.remove`;
  if (!create(right, newOwner())) {
    const other = holder(right);
    if (other && watch.isGone(right, other)) removeHolding(lock, right, other, watch);
    return false;
  }
  try {
    if (holder(file)?.token === holding.token) discard(file);
    return true;
  } finally {
    discard(right);
  }
}

/** Remembers how long it has watched each holding without a sign of life. */
class Watch {
  readonly #seen = new Map<string, { pulse: string; watchedMs: number; at: number }>();

  constructor(readonly patienceMs: number) {}

  isGone(file: string, holding: Holding): boolean {
    const life = holding.owner ? lifeOf(holding.owner) : 'unknown';
    if (life !== 'unknown') return life === 'dead';
    const now = performance.now();
    const before = this.#seen.get(file);
    const silent = before?.pulse === holding.pulse ? before : undefined;
    // A jump means that this machine slept, and perhaps the holder with it: such time does not count.
    const watchedMs = silent ? silent.watchedMs + Math.min(now - silent.at, 250) : 0;
    this.#seen.set(file, { pulse: holding.pulse, watchedMs, at: now });
    return watchedMs > (holding.owner ? this.patienceMs : Math.min(this.patienceMs, unreadablePatienceMs));
  }
}

function startHeartbeat(path: string, owner: Owner): NodeJS.Timeout {
  let second = Math.floor(Date.now() / 1000);
  const beat = setInterval(() => {
    second += 1;
    try {
      if (holder(path)?.token === owner.token) utimesSync(path, second, second);
    } catch {
      // A missed beat is no harm: the next one comes.
    }
  }, heartbeatMs);
  return beat.unref();
}

/** Removes what killed processes left beside a lock that this process holds. */
function sweep(path: string): void {
  const name = basename(path);
  try {
    for (const entry of readdirSync(dirname(path))) {
      if (!entry.startsWith(`${name}.`) || !/^\.(?:[0-9a-f]{24}|unreadable-[\d-]+)(?:\.remove)?$/.test(entry.slice(name.length))) continue;
      const file = join(dirname(path), entry);
      const owner = holder(file)?.owner;
      if (owner && lifeOf(owner) === 'dead') discard(file);
    }
  } catch {
    // Litter does no harm: a folder that cannot be listed is no reason to fail.
  }
}

function stillHeld(path: string, holding: Holding | undefined): Problem {
  const who = holding?.owner ? `Process ${holding.owner.pid}` : 'Another process';
  return new Problem('file', `${who} still holds the lock ${path}.`, {
    hint: 'Wait until the other git-codecommit has ended, or end it, and repeat the command.',
  });
}

function discard(path: string): void {
  for (let attempt = 0; ; attempt += 1) {
    try {
      unlinkSync(path);
      return;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return;
      if (!isBusy(error) || attempt === 20) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

// On Windows a file that another process is just reading, or that is about to go, answers so for a moment.
function isBusy(error: unknown): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
