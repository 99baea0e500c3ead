import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isOwnLock } from '../../state/own-locks.js';
import { holderOf, largestLock } from './holding.js';
import type { Holding } from './holding.js';
import { lifeOf } from './owner.js';

// An empty or cut lock file that is ours by its name: a power cut, or a process between creating and filling it.
const unreadablePatienceMs = 2000;

/** So much of the time between two looks counts: a jump means that this machine slept, and perhaps the holder too. */
const longestLookMs = 1000;

interface Seen {
  readonly pulse: string;
  readonly watchedMs: number;
  readonly at: number;
}

/** Of the whole process: one lock after the other is waited for, and what was seen of the next one counts. */
const seen = new Map<string, Seen>();

/** What can be said of a holding. */
export type Life = 'alive' | 'gone' | 'unsure';

/** Knows how long each holding was watched without a sign of life. */
export class Watch {
  constructor(readonly patienceMs: number) {}

  /**
   * Whether a holding counts as dead: certainly, or because it was silent for longer than the patience. One that
   * holds something else, or nothing, and has a name that other programs may give too, has that time as well.
   */
  lifeOf(file: string, holding: Holding): Life {
    const life = holding.owner ? lifeOf(holding.owner) : 'unknown';
    if (life !== 'unknown') return life === 'dead' ? 'gone' : 'alive';
    const silent = watchedMs(file, holding);
    const isCut = !holding.owner && !holding.unseen && isOwnLock(basename(file));
    const patience = isCut ? Math.min(this.patienceMs, unreadablePatienceMs) : this.patienceMs;
    return silent > patience ? 'gone' : 'unsure';
  }
}

/**
 * Looks at every lock in some folders, and at every right to remove one, so that a whole machine that is gone is waited
 * for once, however many of its locks are wanted, and whatever it was doing with them.
 */
export function watchLocks(folders: Iterable<string>): void {
  for (const folder of folders) {
    for (const name of namesIn(folder)) if (isLockOrRight(name)) watchLock(join(folder, name));
  }
}

function isLockOrRight(name: string): boolean {
  return name.endsWith('.lock') || (name.endsWith('.remove') && name.includes('.lock.'));
}

function watchLock(file: string): void {
  try {
    const stat = lstatSync(file, { bigint: true });
    if (!stat.isFile() || stat.size > largestLock) return;
    const holding = holderOf(file);
    if (holding) watchedMs(file, holding);
  } catch {
    // It is looked at again, and fails then, once it is wanted.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** For how long a holding was seen to stand still, in milliseconds. */
function watchedMs(file: string, { pulse }: Holding): number {
  const now = performance.now();
  const before = seen.get(file);
  const silent = before?.pulse === pulse ? before : undefined;
  const watched = silent ? silent.watchedMs + Math.min(now - silent.at, longestLookMs) : 0;
  seen.set(file, { pulse, watchedMs: watched, at: now });
  return watched;
}
