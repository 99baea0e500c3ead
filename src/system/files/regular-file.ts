import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';

/** Opening a pipe must not wait until somebody writes into it. Windows does not know the word. */
const withoutWaiting = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0);

/**
 * A pipe or device would be opened, or replaced, where only a file was meant. @throws Problem `file`; nothing where
 * nothing is
 */
export function refuseOther(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw noFile(path);
}

/**
 * Opens a regular file for reading, links followed. It is looked at once more when it is open, for what has the name
 * may be exchanged in between.
 * @returns its descriptor, to be closed by the caller
 * @throws Problem `file` for a folder, pipe, socket or device, and where it is larger than `mostBytes`; what the system
 *   says where it cannot be opened
 */
export function openRegular(path: string, mostBytes: number): number {
  refuseOther(path);
  const descriptor = openSync(path, withoutWaiting);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw noFile(path);
    if (stat.size > mostBytes)
      throw new Problem('file', `${printable(path)} is larger than ${sizeInWords(mostBytes)}, which no such file is.`);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * The same, before another reader opens a file that may not be there, or be a device that gives nothing.
 * @throws as above
 */
export function demandReadable(path: string, mostBytes: number): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined || isNullDevice(path)) return;
  closeSync(openRegular(path, mostBytes));
}

/** Whether it is a device that gives nothing, which people name where they want no file at all. */
export function isNullDevice(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() !== true) return false;
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, withoutWaiting);
    return fstatSync(descriptor).isCharacterDevice() && readSync(descriptor, Buffer.alloc(1), 0, 1, null) === 0;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function noFile(path: string): Problem {
  return new Problem('file', `${printable(path)} is not a regular file. It was left as it is.`);
}

function sizeInWords(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes / 1024} KiB` : `${bytes / 1_048_576} MiB`;
}
