import { lstatSync, readdirSync, rmSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOwnLock } from '../state/own-locks.js';
import type { Paths } from '../state/paths.js';
import { copyStart } from './files/copy-folder.js';
import { draftedFile, isOwnFile, removeDrafts, resolveLinks } from './files/replace.js';
import { discard, holderOf, largestLock } from './lock/holding.js';
import { leftoverOwner } from './lock/leftovers.js';
import { removeHolding, withFileLock } from './lock/lock.js';
import { lifeOf, parseOwner } from './lock/owner.js';
import type { Owner } from './lock/owner.js';
import { Watch } from './lock/watch.js';

/** What cannot be asked whether it lives (another machine, a container) has this long to give a sign of life. */
const longestSilenceMs = 24 * 60 * 60_000;

/** The time by which files of a folder are judged. */
type Now = () => number;

type SweptPaths = Pick<Paths, 'credentials' | 'config' | 'ssoCache' | 'loginCache' | 'recipes' | 'state' | 'data'>;

/**
 * Removes what runs that were killed left behind in the folders that this program writes to: locks, drafts, copies of
 * the program that were not finished. A lock is ours by the token that it holds, a draft by its name and because its
 * file's lock is free; each goes only if the process behind it is certainly dead, or, where that cannot be asked, has
 * been silent for a day. Links, and files of other users, stay. Nothing is waited for, and it never fails.
 * @param now this computer's clock, in milliseconds
 */
export async function sweep(paths: SweptPaths, now: Now = Date.now): Promise<void> {
  const shared = [
    () => folderOf(paths.credentials),
    () => folderOf(paths.config),
    () => paths.ssoCache,
    () => paths.loginCache,
  ];
  const own = [
    () => folderOf(paths.recipes),
    () => paths.state,
    ...['browser', 'program'].map((folder) => () => join(paths.data, folder)),
  ];
  const swept = new Set<string>();
  for (const folder of [...own, ...shared]) {
    try {
      const path = folder();
      if (!swept.has(path)) await sweepFolder(path, own.includes(folder), now);
      swept.add(path);
    } catch {
      // What is left over does no harm; what is wrong with a path is said by what needs it.
    }
  }
}

function folderOf(path: string): string {
  return dirname(resolveLinks(path));
}

async function sweepFolder(folder: string, isOwn: boolean, now: Now): Promise<void> {
  const drafted = new Set<string>();
  for (const name of namesIn(folder)) {
    const file = draftedFile(name);
    if (file !== undefined) quietly(() => isOwnFile(lstatSync(join(folder, name))) && drafted.add(file));
    else if (name.endsWith('.lock')) quietly(() => sweepLock(join(folder, name), isOwn && isOwnLock(name), now));
    else if (name.includes('.lock.')) quietly(() => sweepBesideLock(folder, name, now));
    else if (isOwn && name.startsWith(copyStart)) quietly(() => sweepCopy(folder, name, now));
  }
  // Whoever writes the file holds its lock.
  for (const file of drafted) {
    const path = join(folder, file);
    const remove = (): Promise<void> => {
      removeDrafts(path);
      return Promise.resolve();
    };
    await withFileLock(`${path}.lock`, remove, { waitMs: 0 }).catch(() => undefined);
  }
}

function sweepLock(path: string, isOwn: boolean, now: Now): void {
  const stat = lstatSync(path);
  if (!isOwnFile(stat) || stat.size > largestLock) return;
  const holding = holderOf(path);
  if (holding === undefined) return;
  const gone = holding.owner === undefined ? isOwn && isSilent(stat, now) : isGone(holding.owner, stat, now);
  if (!gone) return;
  // Whoever died while removing it left the right to do so, which goes first, and may itself have been left by another.
  const watch = new Watch(longestSilenceMs);
  for (let attempt = 0; attempt < 8 && !removeHolding(path, path, holding, watch); attempt += 1);
}

function sweepBesideLock(folder: string, name: string, now: Now): void {
  const stat = lstatSync(join(folder, name));
  const owner = isOwnFile(stat) && stat.size <= largestLock ? leftoverOwner(folder, name) : undefined;
  if (owner && isGone(owner, stat, now)) discard(join(folder, name));
}

function sweepCopy(folder: string, name: string, now: Now): void {
  const stat = lstatSync(join(folder, name));
  const owner = parseOwner(name.slice(copyStart.length).replace(/-old$/, ''));
  const isOurs = stat.isDirectory() && (process.geteuid === undefined || stat.uid === process.geteuid());
  if (owner && isOurs && isGone(owner, stat, now)) rmSync(join(folder, name), { recursive: true, force: true });
}

function isGone(owner: Owner, stat: Stats, now: Now): boolean {
  const life = lifeOf(owner);
  return life === 'dead' || (life === 'unknown' && isSilent(stat, now));
}

/**
 * A holder sets the time of its lock by its own clock, which may be days behind; the time of that change (`ctime`) comes
 * from where the file lies. A time of the future says nothing: one of the clocks is wrong.
 */
function isSilent({ mtimeMs, ctimeMs }: Stats, now: Now): boolean {
  return now() - Math.max(mtimeMs, ctimeMs) > longestSilenceMs;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function quietly(work: () => unknown): void {
  try {
    work();
  } catch {
    // As above.
  }
}
