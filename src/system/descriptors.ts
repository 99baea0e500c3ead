import { readSync, writeSync } from 'node:fs';

// The credential helper's standard streams: read and written as plain descriptors, for Node's own streams take their
// time to load.

/**
 * Reads a description from standard input: up to the blank line that ends it, or the end of the input.
 * @param longest characters; reading ends there too
 */
export function readDescription(longest: number): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.allocUnsafe(65_536);
  for (let total = 0; total <= longest; ) {
    const length = readChunk(chunk);
    if (length === 0) break;
    total += length;
    chunks.push(Buffer.from(chunk.subarray(0, length)));
    if (/^\n|\n\n/.test(Buffer.concat(chunks).toString('latin1'))) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readChunk(chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(0, chunk, 0, chunk.length, null);
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
  for (let written = 0; written < bytes.length; ) {
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
