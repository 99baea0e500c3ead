import { lstatSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { GitLock } from '../../core/ports/git.js';
import { isOwnFile, resolveLinks } from '../files/replace.js';

/**
 * The lock that Git takes while it changes a file of settings: beside the file itself, behind symbolic links. Source:
 * Git's lockfile.h and `resolve_symlink` in lockfile.c.
 * @returns undefined where nothing stands in its place
 */
export function configLock(file: string): GitLock | undefined {
  const path = `${resolved(file)}.lock`;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const openIn = stat.isFile() ? processesWithOpen(path) : undefined;
  return {
    path,
    isOwn: isOwnFile(stat),
    ageSeconds: Math.max(0, (Date.now() - stat.mtimeMs) / 1000),
    holder: openIn?.[0],
    isSeen: openIn !== undefined,
  };
}

function resolved(file: string): string {
  try {
    return resolveLinks(file);
  } catch {
    return file;
  }
}

/** This user's processes that have a file open; undefined where the system does not tell. Source: proc_pid_fd(5). */
function processesWithOpen(path: string): readonly number[] | undefined {
  if (process.platform !== 'linux' || namesIn('/proc/self/fd').length === 0) return undefined;
  const user = process.geteuid?.();
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name) && statSync(`/proc/${name}`, { throwIfNoEntry: false })?.uid === user)
    .filter((name) => namesIn(`/proc/${name}/fd`).some((fd) => targetOf(join('/proc', name, 'fd', fd)) === path))
    .map(Number);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}
