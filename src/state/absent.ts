import { createHash } from 'node:crypto';
import type { Files } from '../core/ports/files.js';
import { decode, encode } from '../core/text/lines.js';

/** What was there, and what was not, before we wrote for the first time: by it all is left as it was in the end. */
export interface AbsentRecord {
  /** The files and folders that were looked for. */
  readonly looked: readonly string[];
  /** Those that were not there, and the folders above them that were not. */
  readonly absent: readonly string[];
  /** The files that did not end in a line end, and the SHA-256 of each: a writer adds one. */
  readonly unended: Readonly<Record<string, string>>;
}

/** A file's text as it was, where all that was added to it is a line end; undefined where that is not so. */
export function withoutAddedEnd(text: string, path: string, { unended }: AbsentRecord): string | undefined {
  const shorter = text.replace(/\r?\n$/, '');
  return shorter !== text && Object.hasOwn(unended, path) && unended[path] === fingerprint(shorter)
    ? shorter
    : undefined;
}

/** How a file that does not end in a line end is remembered. @param text one character a byte */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

/** Where that is kept. @param state the folder of private state */
export function absentRecord(state: string): string {
  return `${state}/absent.json`;
}

/** Reads it; what cannot be read counts as nothing, for then nothing is known to be ours. */
export async function readAbsent(files: Pick<Files, 'read'>, state: string): Promise<AbsentRecord> {
  return parseAbsent(await files.read(absentRecord(state)));
}

/** The same of the record's text. */
export function parseAbsent(text: string | undefined): AbsentRecord {
  try {
    const { looked, absent, unended } = JSON.parse(decode(text ?? '{}')) as Partial<
      Record<keyof AbsentRecord, unknown>
    >;
    return { looked: texts(looked), absent: texts(absent), unended: hashes(unended) };
  } catch {
    return { looked: [], absent: [], unended: {} };
  }
}

/** The record as it is written. */
export function printAbsent(record: AbsentRecord): string {
  return encode(`${JSON.stringify(record, undefined, 1)}\n`);
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}

function hashes(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
