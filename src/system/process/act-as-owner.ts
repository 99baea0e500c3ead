import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Paths } from '../../state/paths.js';

/**
 * Run by root in somebody else's home (`sudo -E`, a container), this process becomes the home's owner for good: what
 * it makes there is the owner's from the first moment, the programs it starts cannot be root again, and a link that
 * somebody puts into a path leads no further than the owner can go. Does nothing for anybody else, or in root's home.
 * To be called before any file of the user's is touched.
 * @param paths where everything lies: the home, and our own folders in it
 * @throws Problem `file` where root cannot become the owner, or our folders belong to somebody else than the home does;
 *   nothing is changed then
 */
export function actAsOwnerOf(paths: Pick<Paths, 'home' | 'recipes' | 'state' | 'data'>): void {
  if (process.geteuid?.() !== 0) return;
  const owner = ownerOf(paths.home);
  if (owner !== undefined && owner.uid !== 0) becomeOwner(paths.home, owner);
  else for (const path of [paths.recipes, paths.state, paths.data]) refuseForeign(path);
}

function refuseForeign(path: string): void {
  const { folder, owner } = nearest(path);
  if (owner === undefined || owner.uid === 0) return;
  throw new Problem(
    'file',
    `This is run by root, and ${printable(folder, 200)} belongs to user ${owner.uid}. Nothing was changed.`,
    { hint: "Run it as that user, with that user's home." },
  );
}

/** The path itself, or the first folder above it that is there. */
export function nearest(path: string): { readonly folder: string; readonly owner: Owner | undefined } {
  for (let folder = path; ; folder = dirname(folder)) {
    const owner = ownerOf(folder);
    if (owner !== undefined || folder === dirname(folder)) return { folder, owner };
  }
}

function becomeOwner(home: string, owner: Owner): void {
  const groups = process.getgroups?.() ?? [];
  try {
    takeGroups(owner);
    process.setegid?.(owner.gid);
    process.seteuid?.(owner.uid);
    // Parts of this program are loaded later, by the owner.
    closeSync(openSync(process.argv[1] ?? process.execPath, 'r'));
    process.seteuid?.(0);
    process.setgid?.(owner.gid);
    process.setuid?.(owner.uid);
  } catch (error) {
    standAsRoot(groups);
    throw new Problem(
      'file',
      `This is run by root in ${printable(home, 200)}, which belongs to user ${owner.uid}, and cannot go on as that ` +
        `user (${reasonOf(error)}). Nothing was changed.`,
      { hint: 'Run it as that user; or as root with a home of its own ("sudo -H").', cause: error },
    );
  }
}

/** Whose a file or folder is; undefined where there is none. */
function ownerOf(path: string): Owner | undefined {
  try {
    const { uid, gid } = statSync(path);
    return { uid, gid };
  } catch {
    return undefined;
  }
}

/** Whose a file is, as numbers of users and groups. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Does one thing with the rights of an owner, if we are root; as ourselves otherwise. For what is done in a moment, for
 * the whole process has these rights meanwhile.
 */
export function asOwner<T>(owner: Owner, work: () => T): T {
  if (process.geteuid?.() !== 0 || owner.uid === 0) return work();
  const group = process.getegid?.() ?? 0;
  try {
    process.setegid?.(owner.gid);
    process.seteuid?.(owner.uid);
    return work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(group);
  }
}

/** A number that no user has is in no other groups. */
function takeGroups({ uid, gid }: Owner): void {
  try {
    // Node has it on POSIX systems; its types do not.
    (process as unknown as { initgroups(user: number, group: number): void }).initgroups(uid, gid);
  } catch {
    process.setgroups?.([gid]);
  }
}

function standAsRoot(groups: readonly number[]): void {
  if (process.getuid?.() !== 0) return;
  process.seteuid?.(0);
  process.setegid?.(0);
  process.setgroups?.([...groups]);
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EACCES' ? `it cannot read ${printable(process.argv[1] ?? '', 200)}` : (code ?? message);
}
