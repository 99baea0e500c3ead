import { readSync, writeSync } from 'node:fs';

// The credential helper's standard streams: read and written as plain descriptors, for Node's own streams take their
// time to load.

/**
 * Reads a description from standard input: up to the blank line that ends it, or the end of the input.
 * @param longest characters; reading ends there too
 */
export function readDescription(longest: number): string {
  const chunk = Buffer.allocUnsafe(4096);
  // One character a byte, so that none is cut in two.
  let bytes = '';
  while (bytes.length <= longest) {
    const length = readChunk(chunk);
    if (length === 0) break;
    const before = bytes.length;
    bytes += chunk.toString('latin1', 0, length);
    if (bytes.startsWith('\n') || bytes.includes('\n\n', before - 1)) break;
  }
  return Buffer.from(bytes, 'latin1').toString('utf8');
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
