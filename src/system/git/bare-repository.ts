import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A folder that is a repository of its own, without a `.git`, as Git would find it from a folder in or below it. */
export interface BareRepository {
  readonly folder: string;
  /**
   * Whether somebody may be meant to stand in it: it is the user's own and lies in no clone, whose author could have
   * put
   * it there (an embedded bare repository).
   */
  readonly trusted: boolean;
}

/**
 * Looks for the repository as Git does, from a folder upwards, and says where Git would take a folder itself for one.
 * Rather too often than too seldom: less makes a repository here than for Git. Source: setup.c,
 * `setup_git_directory_gently_1` and `is_git_directory`; git-config(1), `safe.bareRepository`.
 * @param start absolute
 * @returns undefined where Git finds a clone by its `.git`, or nothing
 */
export function findBareRepository(start: string): BareRepository | undefined {
  for (const folder of upwards(real(start))) {
    const git = join(folder, '.git');
    if (isFile(git) || isRepository(git)) return undefined;
    if (isRepository(folder)) return { folder, trusted: isMine(folder) && (isOfClone(folder) || !isInClone(folder)) };
  }
  return undefined;
}

function isRepository(folder: string): boolean {
  const has = (name: string): boolean => existsSync(join(folder, name));
  return has('HEAD') && (has('refs') || has('commondir'));
}

/**
 * Git checks out nothing below a `.git`: what lies there is the clone's own, or that of its worktrees and submodules.
 */
function isOfClone(folder: string): boolean {
  return upwards(folder).some((one) => basename(one).toLowerCase() === '.git');
}

function isInClone(folder: string): boolean {
  return (
    upwards(dirname(folder)).some((one) => isRepository(one)) ||
    upwards(folder).some((one) => existsSync(join(one, '.git')))
  );
}

/**
 * Git looks at the owner of what it finds by itself, but not of what GIT_DIR names. Source: git-config(1),
 * `safe.directory`.
 */
function isMine(folder: string): boolean {
  const own = process.getuid?.();
  if (own === undefined) return upwards(folder).includes(real(homedir()));
  const { uid } = statSync(folder);
  return uid === own || (own === 0 && String(uid) === process.env['SUDO_UID']);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function upwards(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...upwards(parent)];
}

function real(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // Git will say what is wrong with it.
    return folder;
  }
}
