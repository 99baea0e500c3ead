import { closeSync, fstatSync, linkSync, openSync, readFileSync, readdirSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../core/problem.js';
import { fileProblem } from './files-problem.js';
import { lifeOf, newOwner, parseOwner, tokenPattern } from './lock-owner.js';
import type { Owner } from './lock-owner.js';

/** How long to wait, and how long a holder may be silent before it counts as dead. */
export interface LockOptions {
  readonly waitMs?: number | undefined;
  /** For holders on another machine or in another container, whose process cannot be looked at. */
  readonly patienceMs?: number | undefined;
  /** The file that the lock is for, where it has one: errors speak of that. */
  readonly guarded?: string | undefined;
}

/** What ends the waiting for a lock without it. */
export interface Alternative<T> {
  readonly instead?: (() => T | undefined) | undefined;
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
export async function withFileLock<T>(path: string, work: (lock: HeldLock) => Promise<T>, options: LockOptions & Alternative<T> = {}): Promise<T> {
  const owner = newOwner();
  try {
    const other = await acquire(path, owner, options);
    if (other !== undefined) return other;
  } catch (error) {
    throw fileProblem(error, options.guarded === undefined ? 'lock' : 'write', options.guarded ?? path);
  }
  const beat = startHeartbeat(path, owner);
  try {
    sweep(path);
    return await work({ isOurs: () => isHeldBy(owner, path) });
  } finally {
    clearInterval(beat);
    await release(path, owner);
  }
}

async function acquire<T>(path: string, owner: Owner, { waitMs = 60_000, patienceMs = defaultPatienceMs, instead }: LockOptions & Alternative<T>): Promise<T | undefined> {
  const watch = new Watch(patienceMs);
  const started = performance.now();
  // Whoever may be spared the work leaves the machine to the one who does it: the slower that is, the more.
  const longestPause = (): number => (instead ? Math.min(1000, Math.max(150, (performance.now() - started) / 10)) : 40);
  for (let pause = 2; ; pause = Math.min(pause * 1.5, longestPause())) {
    const other = pause > 2 ? instead?.() : undefined;
    if (other !== undefined) return other;
    const holding = holder(path);
    if (!holding && create(path, owner)) return undefined;
    if (holding && watch.isGone(path, holding)) {
      removeHolding(path, path, holding, watch);
      continue;
    }
    if (performance.now() - started > waitMs) throw stillHeld(path, holding);
    await sleep(pause * (0.5 + Math.random()));
  }
}

// Never fails: the work is done, and a lock that cannot be removed is free when this process ends.
async function release(path: string, owner: Owner): Promise<void> {
  const watch = new Watch(defaultPatienceMs);
  try {
    // Refused only while somebody who takes us for dead is removing the lock, or was killed doing so.
    for (let attempt = 0; attempt < 50 && isHeldBy(owner, path); attempt += 1) {
      if (!removeHolding(path, path, { token: owner.token, owner, pulse: '' }, watch)) await sleep(20);
    }
  } catch {
    // On a full disk there is no room for the right to remove it.
    if (isHeldBy(owner, path)) discardQuietly(path);
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
    const text = readFileSync(fd, 'latin1');
    const owner = text.endsWith('\n') ? parseOwner(text.slice(0, -1)) : undefined;
    const pulse = `${ino}-${mtimeNs}-${size}`;
    return { token: owner?.token ?? `unreadable-${pulse}`, owner, pulse };
  } finally {
    closeSync(fd);
  }
}

function isHeldBy(owner: Owner, path: string): boolean {
  try {
    return holder(path)?.token === owner.token;
  } catch {
    return false;
  }
}

/** Makes a lock file that holds its owner from the first moment; false where there is one already. */
function create(path: string, owner: Owner): boolean {
  const draft = `${path}.${owner.token}`;
  try {
    writeFileSync(draft, `${owner.token}\n`, { flag: 'wx', mode: 0o600 });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || isBusy(error)) return false;
    if (!withoutLinks.has(codeOf(error))) throw error;
    return createPlainly(path, owner);
  } finally {
    discardQuietly(draft);
  }
}

// FAT, exFAT and some network file systems know no hard links.
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EISDIR', 'EMLINK']);

function createPlainly(path: string, owner: Owner): boolean {
  try {
    writeFileSync(path, `${owner.token}\n`, { flag: 'wx', mode: 0o600 });
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
    discardQuietly(right);
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
      if (isHeldBy(owner, path)) utimesSync(path, second, second);
    } catch {
      // A missed beat does no harm: the next one comes.
    }
  }, heartbeatMs);
  return beat.unref();
}

const litter = new RegExp(`^\\.(?:${tokenPattern}|unreadable-[0-9-]+)(\\.remove)?(?:\\.?(${tokenPattern}))?$`);

/** Removes what processes that are certainly dead left beside a lock that this process holds. */
function sweep(path: string): void {
  const name = basename(path);
  try {
    for (const entry of readdirSync(dirname(path))) {
      const owner = entry.startsWith(`${name}.`) ? litterOwner(path, entry.slice(name.length)) : undefined;
      if (owner && lifeOf(owner) === 'dead') discard(join(dirname(path), entry));
    }
  } catch {
    // Litter does no harm: a folder that cannot be listed is no reason to fail.
  }
}

// A draft ends in its owner's token, and may be empty; a right to remove holds it.
function litterOwner(path: string, ending: string): Owner | undefined {
  const [, right, drafter] = litter.exec(ending) ?? [];
  if (drafter !== undefined) return parseOwner(drafter);
  return right === undefined ? parseOwner(ending.slice(1)) : holder(path + ending)?.owner;
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

// What is left is litter: the next holder sweeps it away.
function discardQuietly(path: string): void {
  try {
    discard(path);
  } catch {
    // As said.
  }
}

// On Windows a file that another process is just reading, or that is about to go, answers so for a moment.
function isBusy(error: unknown): boolean {
  return process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
