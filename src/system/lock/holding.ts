import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { Problem } from '../../core/problem.js';
import { parseOwner } from './owner.js';
import type { Owner } from './owner.js';

/** What a lock file says, and what changes with every heartbeat. */
export interface Holding {
  readonly token: string;
  readonly owner: Owner | undefined;
  readonly pulse: string;
  /** It may not be read, so that nobody knows whether it is whole. */
  readonly unseen?: true;
}

/** No lock file of ours is larger, in bytes. */
export const largestLock = 256;

/** A link leads elsewhere, and nobody need ever write into a pipe. Windows knows neither word. */
const asItIs =
  constants.O_RDONLY |
  ((constants.O_NOFOLLOW as number | undefined) ?? 0) |
  ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * Who holds a lock file; undefined where there is none.
 * @throws Problem `file` for what is no file, such as the folders that other programs take for locks
 */
export function holderOf(path: string): Holding | undefined {
  let fd: number;
  try {
    fd = openSync(path, asItIs);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || isBusy(error)) return undefined;
    if (codeOf(error) === 'EACCES' || codeOf(error) === 'EPERM') return unseenHolder(path);
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === false) throw noLock(path);
    throw error;
  }
  try {
    const stat = fstatSync(fd, { bigint: true });
    if (!stat.isFile()) throw noLock(path);
    const { ino, mtimeNs, size } = stat;
    const text = beginningOf(fd);
    const owner = text.endsWith('\n') ? parseOwner(text.slice(0, -1)) : undefined;
    const pulse = `${ino}-${mtimeNs}-${size}`;
    return { token: owner?.token ?? `unreadable-${pulse}`, owner, pulse };
  } finally {
    closeSync(fd);
  }
}

/** One byte more than a lock may have, so that one that is longer is none of ours. */
function beginningOf(fd: number): string {
  const bytes = Buffer.alloc(largestLock + 1);
  return bytes.toString('latin1', 0, readSync(fd, bytes, 0, bytes.length, 0));
}

function noLock(path: string): Problem {
  return new Problem('file', `${path} stands where a lock would be made, and is no regular file.`, {
    hint: 'Another program may have made it: let that end, or remove it, and repeat the command.',
  });
}

/** Of another user's lock nothing can be read but its time, which is a sign of life too. */
function unseenHolder(path: string): Holding | undefined {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const pulse = `${stat.ino}-${stat.mtimeNs}-${stat.size}`;
  return { token: `unreadable-${pulse}`, owner: undefined, pulse, unseen: true };
}

/** Whether a lock file is this owner's, as far as it can be read. */
export function isHeldBy(owner: Owner, path: string): boolean {
  try {
    return holderOf(path)?.token === owner.token;
  } catch {
    return false;
  }
}

/** Makes a lock file that holds its owner from the first moment; false where there is one already. */
export function createLockFile(path: string, owner: Owner): boolean {
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

/** Removes a file, if it is still there. */
export function discard(path: string): void {
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

/** The same, where failing does no harm: what is left over the next holder removes. */
export function discardQuietly(path: string): void {
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
