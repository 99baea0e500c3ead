import { createReadStream } from 'node:fs';
import * as os from 'node:os';
import { join } from 'node:path';

import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { homeOf } from '../home-folder.js';

/** Far more than any key, policy or assertion needs. */
const mostBytes = 1_048_576;

/**
 * The text of a file that the user named, UTF-8 or marked UTF-16; `-` is standard input, `~` the home folder.
 * @throws Problem `file` where it cannot be read or is too large
 */
export async function readGivenText(path: string): Promise<string> {
  if (path === '-') return await readStandardInput();
  const file = path === '~' || path.startsWith('~/') ? join(homeOf(os), path.slice(1)) : path;
  try {
    return await readBounded(createReadStream(file), path);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem('file', `The file ${printable(path)} cannot be read: ${reasonOf(error)}.`, { cause: error });
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
    { ENOENT: 'there is none', EACCES: 'permission denied', EISDIR: 'it is a folder' }[code ?? ''] ??
    code ??
    String(error)
  );
}
