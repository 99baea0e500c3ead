import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { lookAt } from '../core/advice/other-programs.js';
import { Problem, isProblem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';

/** What helps: the same for every file, or something to do with this one. */
type Hint = string | ((path: string) => Text);

const reasons: Readonly<Record<string, readonly [reason: string, hint: Hint | undefined]>> = {
  EACCES: ['permission denied', (path) => sentence`Look who owns it and its folder: ${lookAt(path)}`],
  EPERM: [
    'the system does not permit it',
    (path) => sentence`Look at it and its folder (with "lsattr" on Linux too): ${lookAt(path)}`,
  ],
  EROFS: ['it lies on a read-only file system', undefined],
  ENOSPC: ['no space left on the device', 'Free some space and repeat the command.'],
  EDQUOT: ['your disk quota is used up', 'Free some space and repeat the command.'],
  EFBIG: ['the system limits files to less than its size', undefined],
  EIO: ['the device reports an error', 'Check the disk, or the connection to it.'],
  EISDIR: ['it is a folder', undefined],
  ENOTDIR: ['a part of its path is not a folder', undefined],
  ELOOP: ['its symbolic links go round in circles', undefined],
  ENAMETOOLONG: ['its name is too long', undefined],
  EMFILE: ['too many files are open', undefined],
  ENFILE: ['too many files are open', undefined],
  EBUSY:
    process.platform === 'win32'
      ? ['another program keeps it open', 'Close the other program and repeat the command.']
      : [
          'it is mounted by itself, so it cannot be replaced in one step',
          'Mount the folder that holds it instead of the file.',
        ],
  ESTALE: ['the file server has lost it', 'Repeat the command.'],
};

/**
 * A system error about a file as advice. The reason is in words; the code comes along for searching.
 * @param action what was tried: `read`, `write`, `remove`, `lock`
 */
export function fileProblem(error: unknown, action: string, path: string): Problem {
  if (isProblem(error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  const [reason, hint] = reasons[code] ?? [printable((error as Error).message), undefined];
  const barrier = code === 'EACCES' ? folderInTheWay(path) : undefined;
  const untouched = action === 'write' ? ' It was left as it is.' : '';
  return new Problem(
    'file',
    `Cannot ${action} ${printable(path)}: ${reason} (${code}).${barrier?.said ?? ''}${untouched}`,
    {
      hint: typeof hint === 'function' ? hint(barrier?.folder ?? path) : hint,
      cause: error,
    },
  );
}

const reading: readonly string[] = [
  'access',
  'fstat',
  'lstat',
  'open',
  'read',
  'readlink',
  'realpath',
  'scandir',
  'stat',
];

/** What the system said of a file that was to be read, as advice, where it names the file; anything else as it is. */
export function readProblem(error: unknown): unknown {
  if (!(error instanceof Error) || isProblem(error)) return error;
  const { code, path, syscall = '' } = error as NodeJS.ErrnoException;
  return code === undefined || path === undefined || !reading.includes(syscall)
    ? error
    : fileProblem(error, 'read', path);
}

/** The first folder on the way to a file that lets nobody like us through, for then the file itself is not to blame. */
function folderInTheWay(path: string): { readonly folder: string; readonly said: string } | undefined {
  const parent = dirname(path);
  const above = parent === path ? undefined : folderInTheWay(parent);
  if (above !== undefined || parent === path) return above;
  try {
    accessSync(parent, constants.X_OK);
    return undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return undefined;
  }
  const owner = statSync(parent, { throwIfNoEntry: false })?.uid;
  const whose = owner === undefined || owner === process.geteuid?.() ? '' : `, which belongs to user ${owner}`;
  return { folder: parent, said: ` You may not enter the folder ${printable(parent)}${whose}.` };
}
