import { closeSync, constants, createReadStream, openSync, readSync, realpathSync, statSync } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { homeOf } from '../home-folder.js';
import { refuseOther } from './regular-file.js';

/** Far more than any key, policy or assertion needs. */
const mostBytes = 1_048_576;

/**
 * The text of a file that the user named, UTF-8 or marked UTF-16; `-` is standard input, `~` the home folder.
 * @throws Problem `file` where it cannot be read or is too large
 */
export async function readGivenText(path: string): Promise<string> {
  return await read(path, (file) => {
    const stat = statSync(file);
    return stat.isFIFO() || stat.isCharacterDevice() ? piped(file) : createReadStream(file);
  });
}

async function read(path: string, open: (file: string) => AsyncIterable<unknown>): Promise<string> {
  if (path === '-') return await readStandardInput();
  const file = path === '~' || path.startsWith('~/') ? join(homeOf(os), path.slice(1)) : path;
  try {
    return await readBounded(open(file), path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('file', `The file ${printable(path)} cannot be read: ${reasonOf(error)}.`, { cause: error });
  }
}

/**
 * The same where nobody is there who could write into a pipe: a regular file alone.
 * @throws Problem `file` for anything else, at once
 */
export async function readRegularText(path: string): Promise<string> {
  return await read(path, (file) => {
    refuseOther(file);
    return createReadStream(file);
  });
}

/**
 * What comes out of a pipe or device, without being held by it: a read that waits for others could not be given up, and
 * this process could not end. A pipe with a name is waited for until somebody has written into it.
 */
async function* piped(path: string): AsyncGenerator<Buffer> {
  const descriptor = openSync(path, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
  try {
    let isBegun = !isNamedPipe(path);
    for (;;) {
      const chunk = readNow(descriptor);
      if (chunk?.length === 0 && isBegun) return;
      if (chunk === undefined || chunk.length === 0) {
        await sleep(20);
        continue;
      }
      isBegun = true;
      yield chunk;
    }
  } finally {
    closeSync(descriptor);
  }
}

/** The pipe of a shell's `<(…)` has its writer from the beginning: nothing in it is its end. */
function isNamedPipe(path: string): boolean {
  return statSync(path).isFIFO() && !/^\/(?:dev|proc)\//.test(nameBehind(path));
}

function nameBehind(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // What is behind /dev/fd has no name.
    return '/dev/fd/';
  }
}

/** @returns undefined where there is nothing yet; nothing at the end */
function readNow(descriptor: number): Buffer | undefined {
  const chunk = Buffer.alloc(65_536);
  try {
    return chunk.subarray(0, readSync(descriptor, chunk, 0, chunk.length, null));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined;
    throw error;
  }
}

async function readStandardInput(): Promise<string> {
  if (process.stdin.isTTY)
    throw new Problem('usage', 'Standard input is a terminal.', {
      hint: 'Name a file, or leave the flag out to be asked.',
    });
  return await readBounded(process.stdin, 'standard input');
}

/** Ends at the limit, whatever it is that is read: a device has no size, and no end. */
async function readBounded(input: AsyncIterable<unknown>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let total = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > mostBytes) throw tooLarge(name);
    chunks.push(chunk);
  }
  return decoded(Buffer.concat(chunks));
}

/** Windows PowerShell's `>` and Notepad's "Unicode" write UTF-16, which its byte order mark tells. */
function decoded(bytes: Buffer): string {
  const marked = ([0xfeff, 0xfffe] as const).find((mark) => bytes.length >= 2 && bytes.readUInt16LE(0) === mark);
  return marked === undefined
    ? bytes.toString('utf8')
    : new TextDecoder(marked === 0xfeff ? 'utf-16le' : 'utf-16be').decode(bytes);
}

function tooLarge(name: string): Problem {
  return new Problem('file', `${printable(name)} is larger than 1 MiB, so it is not what was asked for.`);
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return (
    {
      ENOENT: 'there is none',
      EACCES: 'permission denied',
      EISDIR: 'it is a folder',
      ELOOP: 'its symbolic links go round in circles',
      ENOTDIR: 'a part of its path is not a folder',
    }[code ?? ''] ??
    code ??
    String(error)
  );
}
