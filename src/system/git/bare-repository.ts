import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** A folder that is a repository of its own, without a `.git`, as Git would find it from a folder in or below it. */
export interface BareRepository {
  readonly folder: string;
  /**
   * Whether somebody may be meant to stand in it: it is the user's own and lies in no clone, whose author could have
   * put it there (an embedded bare repository).
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

/**
 * The folder that GIT_DIR names, unless Git itself has put it there: before it runs a shell alias of the user's it sets
 * GIT_DIR to the repository that it has found, and GIT_PREFIX with it, so that a folder of a clone would pass for one
 * that somebody has chosen. Source: git-config(1), `alias.*`; setup.c, `setup_bare_git_dir`.
 */
export function chosenGitDir(env: Readonly<Record<string, string | undefined>>, cwd: string): string | undefined {
  const named = env['GIT_DIR'];
  if (named === undefined || env['GIT_PREFIX'] === undefined) return named;
  const found = findBareRepository(cwd);
  return found?.trusted === false && real(resolve(cwd, named)) === found.folder ? undefined : named;
}

function isRepository(folder: string): boolean {
  return isThere(join(folder, 'HEAD')) && (isThere(join(folder, 'refs')) || isThere(join(folder, 'commondir')));
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
    upwards(folder).some((one) => isThere(join(one, '.git')))
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

/** A link counts wherever it leads: to Git, HEAD may be a link to a branch that is not there yet. */
function isThere(path: string): boolean {
  return factsOf(lstatSync, path) !== undefined;
}

function isFile(path: string): boolean {
  return factsOf(statSync, path)?.isFile() === true;
}

/** Undefined for what cannot be looked at too, such as a link that leads to itself. */
function factsOf(look: (path: string) => Stats, path: string): Stats | undefined {
  try {
    return look(path);
  } catch {
    return undefined;
  }
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
