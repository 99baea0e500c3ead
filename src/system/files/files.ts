import { lstatSync, readFileSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FileFacts, Files } from '../../core/ports/files.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { systemAttributes } from './attributes.js';
import type { Attributes, AttributesFate } from './attributes.js';
import { editLocked } from './edit.js';
import type { Change } from './edit.js';
import { factsOf, lookAt } from './look.js';
import type { Look } from './look.js';
import { refuseOther } from './regular-file.js';
import { fileProblem } from '../file-problem.js';
import { ensureFolder, removeDrafts, removeFile, resolveLinks } from './replace.js';
import type { ReplaceOptions } from './replace.js';
import type { Announce } from '../process/announce.js';
import { withFileLock } from '../lock/lock.js';
import type { LockOptions } from '../lock/lock.js';

export interface FilesOptions {
  /** Told of every file that was changed. */
  readonly onChanged?: (path: string) => void;
  /** Told of every file that an access list (ACL) let others at, until it was changed. */
  readonly onAccessListClosed?: (path: string) => void;
  /** Told of every changed file whose access list and extended attributes are not certainly kept. */
  readonly onAttributesLost?: (path: string, fate: Exclude<AttributesFate, 'kept'>) => void;
  readonly attributes?: Attributes;
  /** Whether a file is our own, so that nobody gives it attributes that are worth keeping. */
  readonly isPrivate?: (path: string) => boolean;
  /** Files whose locks are wanted one after the other, so that whoever waits for one watches them all. */
  readonly others?: () => readonly string[];
  /** Says that another holder of a lock is waited for, where that takes long. */
  readonly announce?: Announce | undefined;
}

/**
 * The files of this machine.
 * @param signal ends the waiting for locks that others hold; what has begun to be written is written whole
 */
export function createFiles(
  signal?: AbortSignal,
  {
    onChanged = () => undefined,
    onAccessListClosed = () => undefined,
    onAttributesLost = () => undefined,
    attributes = systemAttributes(),
    isPrivate = () => false,
    others = () => [],
    announce,
  }: FilesOptions = {},
): Files {
  const known = new Map<string, bigint>();
  const shared = (): LockOptions => ({ folders: foldersOf(others()), signal, announce });
  const remember = (path: string, look: Look): void => void known.set(path, look.stat?.size ?? 0n);
  return {
    read: (path) =>
      asProblem('read', path, async () => {
        const look = await lookAt(path, 0n, 1);
        look.close();
        if (look.stat) remember(resolveLinks(path), look);
        return look.text;
      }),
    edit: (path, change, { links } = {}) =>
      asProblem('write', path, async () => {
        if (links === 'refused') refuseLink(path);
        const target = resolveLinks(path);
        // Before the lock, so that nothing is put beside a device either.
        refuseOther(target);
        ensureFolder(dirname(target));
        await withFileLock(
          `${target}.lock`,
          async (lock) => {
            removeDrafts(target);
            const made = { change: false };
            const noted: Change = (text) => {
              const next = change(text);
              made.change = next !== undefined && next !== text;
              return next;
            };
            const keeping = keepingAttributes(isPrivate(path) ? undefined : attributes, target);
            known.set(target, await editLocked(target, noted, lock, known.get(target), keeping));
            if (made.change) onChanged(path);
            const fate = keeping.fate();
            if (made.change && fate !== 'kept') onAttributesLost(path, fate);
            else if (made.change && keeping.wasOpen) onAccessListClosed(path);
          },
          { guarded: path, ...shared() },
        );
      }),
    remove: (path) => asProblem('remove', path, () => removeFile(path)),
    removeFolder: (path) => asProblem('remove', path, () => rmSync(path, { recursive: true, force: true })),
    removeEmpty: (path) => asProblem('remove', path, () => removeEmpty(path, signal)),
    names: (folder) => asProblem('read', folder, () => namesIn(folder)),
    withLock: async (path, work, options) => {
      await asProblem('lock', path, () => ensureFolder(dirname(path)));
      return await withFileLock(`${path}.lock`, () => work(), { ...options, ...shared() });
    },
    stat: (path) => asProblem('read', path, () => facts(path)),
  };
}

/** How a file is replaced so that it keeps its attributes, and what became of them afterwards. */
function keepingAttributes(
  attributes: Attributes | undefined,
  path: string,
): ReplaceOptions & { readonly wasOpen: boolean; readonly fate: () => AttributesFate } {
  if (attributes === undefined) return { wasOpen: false, fate: () => 'kept' };
  let fate: AttributesFate = 'kept';
  return {
    wasOpen: attributes.hasOpenAccessList(path, Number(factsOf(path)?.mode ?? 0)),
    copyAttributes: (from, to) => attributes.copy(from, to),
    onAttributes: (found) => {
      fate = found;
    },
    fate: () => fate,
  };
}

function foldersOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    try {
      return [dirname(resolveLinks(path))];
    } catch {
      return [];
    }
  });
}

function refuseLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  throw new Problem('file', `${printable(path, 200)} is a symbolic link. It was left as it is.`, {
    hint: 'Take another name.',
  });
}

function facts(path: string): FileFacts | undefined {
  const link = lstatSync(path, { throwIfNoEntry: false });
  const stat = factsOf(path);
  if (!link || !stat) return undefined;
  return {
    mode: Number(stat.mode) & 0o7777,
    isLink: link.isSymbolicLink(),
    isDirectory: stat.isDirectory(),
    isFile: stat.isFile(),
    size: Number(stat.size),
  };
}

async function removeEmpty(path: string, signal: AbortSignal | undefined): Promise<boolean> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return true;
  if (found.isDirectory()) {
    try {
      rmdirSync(path);
      return true;
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST', 'EACCES', 'EPERM', 'EBUSY', 'EROFS'].includes(codeOf(error))) return false;
      throw error;
    }
  }
  if (!found.isFile() || !isBlank(path)) return false;
  return await withFileLock(
    `${path}.lock`,
    () => {
      const isEmpty = isBlank(path);
      if (isEmpty) removeFile(path);
      return Promise.resolve(isEmpty);
    },
    { guarded: path, signal },
  );
}

function isBlank(path: string): boolean {
  const { size } = lstatSync(path);
  return size === 0 || (size < 4096 && readFileSync(path, 'latin1').trim() === '');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

async function asProblem<T>(action: string, path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileProblem(error, action, path);
  }
}
