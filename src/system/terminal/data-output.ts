import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import type { DataOutput } from '../../core/ports/ui.js';

/**
 * Standard output. What is written has arrived when `write` returns, so that an exit can cut nothing off; a reader that
 * has gone (`| head`) ends the writing without an error.
 * @param fd the file descriptor, 1 unless a test says otherwise
 */
export function dataOutput(fd = 1): DataOutput {
  let readerIsGone = false;
  return {
    get isTerminal() {
      return isatty(fd);
    },
    write: (text) => {
      if (!readerIsGone) readerIsGone = !writeAll(fd, Buffer.from(text));
    },
  };
}

/** @returns false where nobody reads any more */
function writeAll(fd: number, bytes: Buffer): boolean {
  for (let from = 0; from < bytes.length;) {
    try {
      from += writeSync(fd, bytes, from);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return false;
      // A pipe that somebody made non-blocking is full: wait for its reader.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
