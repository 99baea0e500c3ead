import { sentence } from '../../core/advice/advice.js';
import { installPackage } from '../../core/advice/other-programs.js';
import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Problem } from '../../core/problem.js';
import { version } from '../../core/version.js';
import { newOwner } from '../lock/owner.js';
import { makeFolder } from './make-folder.js';

/** A copy that is being made is a folder of this name, with the token of who makes it; one that steps aside ends in `-old`. */
export const copyStart = '.copy-';

/**
 * Copies a folder with all that is in it, so that at every moment the copy is whole or not there. A copy that is the
 * same stays as it is; another one is replaced. For the user alone (0700).
 * @throws Problem `file`
 */
export async function copyFolder(from: string, to: string): Promise<void> {
  try {
    if (await isSameFolder(from, to)) return;
    makeFolder(dirname(to));
    const fresh = join(dirname(to), `${copyStart}${newOwner().token}`);
    await mkdir(fresh, { mode: 0o700 });
    try {
      await cp(from, fresh, { recursive: true });
      await chmod(fresh, 0o700);
      await replaceFolder(fresh, to);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  } catch (cause) {
    throw new Problem('file', `The program could not be copied to ${to}, where Git is to find it.`, {
      hint: sentence`Or install it, in the folder where its package lies: ${installPackage(version)}`,
      cause,
    });
  }
}

/** Whether the second folder holds all that the first does, byte for byte. */
export async function isSameFolder(one: string, other: string): Promise<boolean> {
  const files = await filesBelow(one);
  const same = await Promise.all(
    files.map(async (file) => {
      const [a, b] = await Promise.all([
        readFile(file),
        readFile(join(other, relative(one, file))).catch(() => undefined),
      ]);
      return b !== undefined && a.equals(b);
    }),
  );
  return same.every(Boolean);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

// A folder cannot be renamed over one that has something in it, so another version steps aside first. Others may be
// doing the same at this moment: whoever finds the same copy in place has nothing left to do.
async function replaceFolder(fresh: string, to: string): Promise<void> {
  const aside = `${fresh}-old`;
  try {
    for (let left = 50; ; left -= 1) {
      try {
        await rename(fresh, to);
        return;
      } catch (error) {
        if (await isSameFolder(fresh, to)) return;
        if (left <= 1 || (await isFile(to))) throw error;
      }
      await rm(aside, { recursive: true, force: true });
      await rename(to, aside).catch(() => undefined);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
