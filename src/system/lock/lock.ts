import { utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem, cancelled } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { fileProblem } from '../file-problem.js';
import type { Announce } from '../process/announce.js';
import { createLockFile, discard, discardQuietly, holderOf, isHeldBy } from './holding.js';
import type { Holding } from './holding.js';
import { removeLeftovers } from './leftovers.js';
import { newOwner } from './owner.js';
import type { Owner } from './owner.js';
import { Watch, watchLocks } from './watch.js';

/** How long to wait, and how long a holder may be silent before it counts as dead. */
export interface LockOptions {
  readonly waitMs?: number | undefined;
  /** For holders on another machine or in another container, whose process cannot be looked at. */
  readonly patienceMs?: number | undefined;
  /** The file that the lock is for, where it has one: errors speak of that. */
  readonly guarded?: string | undefined;
  /** Where other locks lie that may be wanted after this one: they are watched meanwhile. */
  readonly folders?: readonly string[] | undefined;
  /** Ends the waiting, with a Problem `cancelled`; never the work that has begun. */
  readonly signal?: AbortSignal | undefined;
  /** Says that another holder is waited for, where that takes long. */
  readonly announce?: Announce | undefined;
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
/** Everything of a machine that is gone is free within ten seconds. */
const defaultPatienceMs = 8_000;
/** A holder whose process cannot be looked at is looked at so often. */
const watchingPauseMs = 250;

/**
 * Runs `work` while holding the lock file at `path`, between processes, through a crash of any of them.
 *
 * The file appears whole, by a hard link, and names its owner. An owner that is certainly dead is replaced at once; one
 * that cannot be looked at, once its heartbeat (the file's time, compared with itself alone, never with a clock) has
 * stood still for `patienceMs` of watching. Only who holds the right to remove *this* holding removes the file, and
 * looks again under that right; the right is such a file too, named after the holding's token, which is never used
 * twice.
 * So a slow process can never remove a successor's lock by mistake, and there is nothing to clean up by hand.
 * @throws Problem `file` after `waitMs`, naming the lock file; Problem `cancelled` when the signal aborts before that
 */
export async function withFileLock<T>(
  path: string,
  work: (lock: HeldLock) => Promise<T>,
  options: LockOptions & Alternative<T> = {},
): Promise<T> {
  const owner = newOwner();
  try {
    const take = (): Promise<T | undefined> => acquire(path, owner, options);
    const other = await (options.announce?.(`Waiting for another process that holds ${printable(path, 300)}`, take) ??
      take());
    if (other !== undefined) return other;
  } catch (error) {
    throw fileProblem(error, options.guarded === undefined ? 'lock' : 'write', options.guarded ?? path);
  }
  const beat = startHeartbeat(path, owner);
  try {
    removeLeftovers(path);
    return await work({ isOurs: () => isHeldBy(owner, path) });
  } finally {
    clearInterval(beat);
    await release(path, owner);
  }
}

async function acquire<T>(
  path: string,
  owner: Owner,
  { waitMs = 60_000, patienceMs = defaultPatienceMs, folders = [], signal, instead }: LockOptions & Alternative<T>,
): Promise<T | undefined> {
  const watch = new Watch(patienceMs);
  // What measures time is a part of Node of its own, and needless where there is nothing to wait for.
  let started: number | undefined;
  const waitedMs = (): number => {
    const now = performance.now();
    started ??= now;
    return now - started;
  };
  // Whoever may be spared the work leaves the machine to the one who does it: the slower that is, the more.
  const longestPause = (): number => (instead ? Math.min(1000, Math.max(150, waitedMs() / 10)) : 40);
  for (let pause = 2; ; pause = Math.min(pause * 1.5, longestPause())) {
    const other = pause > 2 ? instead?.() : undefined;
    if (other !== undefined) return other;
    const holding = holderOf(path);
    if (!holding && createLockFile(path, owner)) return undefined;
    const life = holding && watch.lifeOf(path, holding);
    if (holding && life === 'gone' && removeHolding(path, path, holding, watch)) continue;
    // Where somebody else has the right to remove it, that one may be stopped, or of a machine that is gone.
    if (life !== undefined && life !== 'alive') {
      watchLocks(new Set([dirname(path), ...folders]));
      pause = Math.min(pause, watchingPauseMs);
    }
    if (waitedMs() > waitMs) throw stillHeld(path, holding);
    await sleep(pause * (0.5 + Math.random()), undefined, { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? cancelled(error) : error;
    });
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

/**
 * Removes a file if it is still the given holding, under the right to remove that holding.
 * @returns false where another process has that right just now
 */
export function removeHolding(lock: string, file: string, holding: Holding, watch: Watch): boolean {
  const right = `${lock}.${holding.token}.remove`;
  if (!createLockFile(right, newOwner())) {
    const other = holderOf(right);
    if (other && watch.lifeOf(right, other) === 'gone') removeHolding(lock, right, other, watch);
    return false;
  }
  try {
    if (holderOf(file)?.token === holding.token) discard(file);
    return true;
  } finally {
    discardQuietly(right);
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

function stillHeld(path: string, holding: Holding | undefined): Problem {
  const who = holding?.owner ? `Process ${holding.owner.pid}` : 'Another process';
  return new Problem('file', `${who} still holds the lock ${path}.`, {
    hint: 'Wait until the other git-codecommit has ended, or end it, and repeat the command.',
  });
}
