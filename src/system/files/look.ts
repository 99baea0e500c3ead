import { closeSync, fstatSync, readSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../core/problem.js';
import { openRegular } from './regular-file.js';

/** Far more than any file that we edit, or keep, has. */
const mostBytes = 67_108_864;

/** A file as it was read: its bytes, its facts, and an open handle to that very file, whatever takes its name later. */
export interface Look {
  readonly text: string | undefined;
  readonly stat: BigIntStats | undefined;
  /** What is in the file that was read, now; the same text unless somebody wrote into it. */
  again(): string | undefined;
  close(): void;
}

const noFile: Look = { text: undefined, stat: undefined, again: () => undefined, close: () => undefined };

/**
 * Reads a regular file, and waits while another program is writing it: `aws configure set` empties the file before it
 * writes, and editors take it away for a moment. So a file that is empty, or gone or shorter since this process saw it,
 * must be found the same in several looks before it is believed.
 * @param knownSize how many bytes it had when this process saw it last
 * @throws Problem `file` when it does not come to rest within about three seconds
 */
export async function lookAt(path: string, knownSize = 0n, looks = 8): Promise<Look> {
  let look = lookOnce(path);
  let calm = 0;
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const torn = look.stat !== undefined && BigInt(look.text?.length ?? 0) !== look.stat.size;
    const doubtful = look.stat ? look.stat.size === 0n || look.stat.size < knownSize : knownSize > 0n;
    if (!torn && (!doubtful || calm >= looks)) return look;
    await sleep(doubtful ? 50 : 5);
    look.close();
    const next = lookOnce(path);
    calm = isUnchanged(look.stat, next.stat) ? calm + 1 : 0;
    look = next;
  }
  look.close();
  throw changing(path);
}

/** What to say of a file that does not come to rest. */
export function changing(path: string): Problem {
  return new Problem('file', `Another program keeps changing ${path}. It was left as it is.`, {
    hint: 'Let the other program end, and repeat the command.',
  });
}

function lookOnce(path: string): Look {
  let fd: number;
  try {
    fd = openRegular(path, mostBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return noFile;
    throw error;
  }
  const opened = new OpenFile(fd);
  try {
    const text = opened.again();
    const stat = fstatSync(fd, { bigint: true });
    // Windows does not replace a file that somebody has open.
    if (process.platform === 'win32') opened.close();
    return { text, stat, again: () => opened.again() ?? text, close: () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
}

class OpenFile {
  #fd: number | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  again(): string | undefined {
    if (this.#fd === undefined) return undefined;
    const chunks: Buffer[] = [];
    for (let at = 0; ;) {
      const chunk = Buffer.allocUnsafe(65_536);
      const count = readSync(this.#fd, chunk, 0, chunk.length, at);
      if (count === 0) return Buffer.concat(chunks).toString('latin1');
      chunks.push(chunk.subarray(0, count));
      at += count;
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}

/** Whether two facts are those of one unchanged file. */
export function isUnchanged(a: BigIntStats | undefined, b: BigIntStats | undefined): boolean {
  if (!a || !b) return a === b;
  return a.dev === b.dev && a.ino === b.ino && a.size === b.size && a.mtimeNs === b.mtimeNs && a.ctimeNs === b.ctimeNs;
}

/** The facts of a path, through links; undefined where nothing is. */
export function factsOf(path: string): BigIntStats | undefined {
  return statSync(path, { bigint: true, throwIfNoEntry: false });
}
