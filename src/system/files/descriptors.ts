import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { isProblem } from '../../core/problem.js';
import { isNullDevice, openRegular } from './regular-file.js';

// The credential helper's standard streams and files: plain descriptors, for Node's own streams take their time to
// load, and the first readFileSync or writeFileSync of a process takes three times as long.

/**
 * Reads a description from standard input: up to the blank line that ends it, or the end of the input.
 * @param longest characters; reading ends there too
 */
export function readDescription(longest: number): string {
  const read = readUntil(0, (bytes) => bytes.length > longest || bytes.startsWith('\n') || bytes.includes('\n\n'));
  return Buffer.from(read, 'latin1').toString('utf8');
}

/** Far more than any file of AWS's, of ours, or of certificates. */
export const largestFile = 16_777_216;

/**
 * Reads a regular file: one character a byte. A device that gives nothing is an empty one.
 * @param most bytes
 * @throws Problem `file` for a pipe, folder or another device, which may give nothing for ever or have no end, and for
 *   a file that is larger; what the system says where it cannot be read
 */
export function readWhole(path: string, most = largestFile): string {
  let descriptor: number;
  try {
    descriptor = openRegular(path, most);
  } catch (error) {
    if (isProblem(error) && isNullDevice(path)) return '';
    throw error;
  }
  try {
    return readUntil(descriptor, (bytes) => bytes.length >= most);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a small file that only we may read. @param flag `w`, or `wx` where it must not be there yet */
export function writeWhole(path: string, text: string, flag: 'w' | 'wx'): void {
  const descriptor = openSync(path, flag, 0o600);
  try {
    writeSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads until that is enough, or the end: one character a byte, so that none is cut in two. */
function readUntil(descriptor: number, isEnough: (bytes: string) => boolean): string {
  const chunk = Buffer.allocUnsafe(16_384);
  for (let bytes = ''; ;) {
    const length = readChunk(descriptor, chunk);
    bytes += chunk.toString('latin1', 0, length);
    if (length === 0 || isEnough(bytes)) return bytes;
  }
}

function readChunk(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** Writes all of it; nobody reading any more is no error. */
export function writeDescriptor(descriptor: 1 | 2, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      pause();
    }
  }
}

/** A descriptor that somebody made non-blocking is looked at again a little later. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}
