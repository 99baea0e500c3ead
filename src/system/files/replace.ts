import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../core/problem.js';
import type { Attributes, AttributesFate } from './attributes.js';
import { makeFolder } from './make-folder.js';

/** How a file is replaced. */
export interface ReplaceOptions {
  /**
   * Gives the new file extended attributes, access list and SELinux context of the old one; the list gives nobody
   * anything there, for the mode is never wider.
   */
  readonly copyAttributes?: Attributes['copy'] | undefined;
  /** Told what became of them, once the file is replaced. */
  readonly onAttributes?: ((fate: AttributesFate) => void) | undefined;
}

/**
 * The path behind symbolic links, so that a file that is kept elsewhere stays a link. A link to a file that is not
 * there yet is followed too, but not into a folder that is missing: that may be a drive that is not mounted.
 */
export function resolveLinks(path: string): string {
  let current = path;
  for (let step = 0; step < 40; step += 1) {
    let folder: string;
    try {
      folder = realpathSync(dirname(current));
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      if (step === 0) return path;
      throw new Problem(
        'file',
        `${path} is a symbolic link to ${current}, whose folder does not exist. It was left as it is.`,
        { hint: 'Make that folder, or remove the link, and repeat the command.' },
      );
    }
    current = join(folder, basename(current));
    const target = linkTarget(current);
    if (target === undefined) return current;
    current = resolve(folder, target);
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (['EINVAL', 'ENOENT', 'UNKNOWN'].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** Makes a folder, and those above it, for the user alone, and brings it to the disk. */
export function ensureFolder(folder: string): void {
  const first = makeFolder(folder);
  if (first !== undefined) syncFolder(dirname(first));
}

/**
 * Puts bytes in the place of a file in one step. The new file is whole and on the disk before it takes the name: every
 * byte is accounted for (a full disk answers a write with a smaller count, not an error), its mode is 0600 or narrower
 * from the first instant, its owner is the old one's. Whatever fails leaves the old file, and nothing of the new one.
 * @param bytes latin1
 * @param old facts of the file that is there
 * @param mayReplace asked directly before the last step; false leaves everything as it is
 * @returns whether it was replaced
 */
export async function replaceFile(
  path: string,
  bytes: string,
  old: BigIntStats | undefined,
  mayReplace: () => boolean,
  { copyAttributes, onAttributes }: ReplaceOptions = {},
): Promise<boolean> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}${draftEnd}`);
  let replaced = false;
  try {
    const fate = writeDraft(draft, Buffer.from(bytes, 'latin1'), path, old, copyAttributes);
    for (let attempt = 0; !replaced && mayReplace(); attempt += 1) {
      replaced = takeName(draft, path, attempt);
      if (!replaced) await sleep(20);
    }
    if (replaced && fate !== undefined) onAttributes?.(fate);
  } finally {
    if (!replaced) removeFile(draft);
  }
  if (replaced) syncFolder(dirname(path));
  return replaced;
}

const draftEnd = '.git-codecommit-tmp';

/** Removes the drafts of killed runs; to be called under the file's lock, when there can be no other. */
export function removeDrafts(path: string): void {
  for (const entry of readdirSync(dirname(path)))
    if (draftedFile(entry) === basename(path)) removeIfOurs(join(dirname(path), entry));
}

/** The name of the file that a draft was to become; undefined for the name of anything else. */
export function draftedFile(name: string): string | undefined {
  return /^\.(.+)\.[0-9a-f]{12}\.git-codecommit-tmp$/s.exec(name)?.[1];
}

// What bears the name and is no file of this user's was put there by somebody else.
function removeIfOurs(path: string): void {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat !== undefined && isOwnFile(stat)) removeFile(path);
}

/** Whether it is a regular file, and this user's: no link, and nobody else's. */
export function isOwnFile(stat: { isFile(): boolean; readonly uid: number }): boolean {
  return stat.isFile() && (process.geteuid === undefined || stat.uid === process.geteuid());
}

/** Removes a file; nothing happens where there is none. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

function writeDraft(
  draft: string,
  bytes: Buffer,
  path: string,
  old: BigIntStats | undefined,
  copyAttributes: Attributes['copy'] | undefined,
): AttributesFate | undefined {
  const fd = openSync(draft, 'wx', 0o600);
  let fate: AttributesFate | undefined;
  try {
    // Before there is anything in it that others must not read.
    fate = old === undefined ? undefined : copyAttributes?.(path, draft);
    keepOwner(fd, path, old);
    // Never wider than the user alone; narrower where the old file was.
    fchmodSync(fd, old ? Number(old.mode) & 0o600 : 0o600);
    writeAll(fd, bytes);
    fsyncSync(fd);
    if (fstatSync(fd).size !== bytes.length) throw Object.assign(new Error('bytes are missing'), { code: 'EIO' });
  } catch (error) {
    emptyQuietly(fd);
    closeQuietly(fd);
    throw error;
  }
  closeSync(fd);
  return fate;
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    const count = writeSync(fd, bytes, at, bytes.length - at);
    if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' });
    at += count;
  }
}

function keepOwner(fd: number, path: string, old: BigIntStats | undefined): void {
  if (process.getuid === undefined) return;
  const mine = fstatSync(fd);
  // What root makes in a user's folder is the user's.
  const owner = old ?? (mine.uid === 0 ? statSync(dirname(path), { bigint: true }) : undefined);
  if (!owner || (Number(owner.uid) === mine.uid && Number(owner.gid) === mine.gid)) return;
  try {
    fchownSync(fd, Number(owner.uid), Number(owner.gid));
  } catch (error) {
    // Another group does no harm, since the group has no rights; another owner would lock the old one out.
    if (Number(owner.uid) !== mine.uid) throw error;
  }
}

// Windows refuses for a moment while a virus scanner or an indexer has the file open.
function takeName(draft: string, path: string, attempt: number): boolean {
  try {
    renameSync(draft, path);
    return true;
  } catch (error) {
    if (process.platform === 'win32' && attempt < 100 && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error)))
      return false;
    throw error;
  }
}

// The new name is in place by now, so a file system that cannot sync folders is no failure.
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  let fd: number | undefined;
  try {
    fd = openSync(folder, 'r');
    fsyncSync(fd);
  } catch {
    // Some network file systems refuse.
  } finally {
    if (fd !== undefined) closeQuietly(fd);
  }
}

// Should the draft not go away, there must be no secret in it.
function emptyQuietly(fd: number): void {
  try {
    ftruncateSync(fd, 0);
  } catch {
    // The error that brought us here is the one to tell.
  }
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // As above.
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
