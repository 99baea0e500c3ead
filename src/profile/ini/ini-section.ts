import { Problem } from '../../core/problem.js';
import { lastOf, readIni, readIniAbout } from './ini.js';
import type { Ini, Option, Section } from './ini.js';
import { decode, encode } from '../../core/text/lines.js';
import type { TextLine } from '../../core/text/lines.js';

/** What to do with one section: keys to set (lower case), and keys to take out, however they are written. */
export interface SectionEdit {
  readonly set?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Edits one section and nothing else: every byte outside the keys it sets or removes stays.
 * A key that is set loses its capitals, its inline comment and the lines that continued it; new keys stand behind the
 * last one of the set that was there. The section is added at the end where it is missing and there is something to
 * set.
 * @param text latin1, one character a byte
 * @param section the text between the brackets, or a test for it; of several that fit, the last
 * @param created what to write between the brackets of a new section; needed where `section` is a test
 * @throws Problem `file` for a value that no reader would read back as it is
 */
export function editSection(
  text: string,
  section: string | ((name: string) => boolean),
  edit: SectionEdit,
  created?: string,
): string {
  const ini = typeof section === 'string' ? readIniAbout(text, section) : readIni(text);
  const found = findSection(ini, section);
  if (found) return splice(text, changes(ini, found, edit));
  const name = created ?? (typeof section === 'string' ? section : undefined);
  if (name === undefined || Object.keys(edit.set ?? {}).length === 0) return text;
  return appendSection(text, name, edit.set ?? {});
}

/**
 * The section of that name; of several, the last, which is the one botocore keeps among `[profile x]` and `[profile
 * "x"]`.
 */
export function findSection(ini: Ini, section: string | ((name: string) => boolean)): Section | undefined {
  const fits = typeof section === 'string' ? (name: string) => name === section : section;
  return lastOf(ini.sections.filter((candidate) => fits(candidate.name)));
}

/** Adds a section at the end, an empty line before it. */
export function appendSection(text: string, name: string, values: Readonly<Record<string, string>>): string {
  const eol = lineEnd(text);
  const body = [`[${encode(name)}]`, ...Object.entries(values).map(([key, value]) => assignment(key, value))];
  const gap = text === '' ? '' : /[\r\n]$/.test(text) ? eol : eol + eol;
  return text + gap + body.map((line) => line + eol).join('');
}

/**
 * Takes a section out, header and all, with the empty line that `appendSection` put before it. What follows stays,
 * and comments behind the last key too when another section follows, for they speak of that one.
 */
export function removeIniSection(text: string, name: string): string {
  const section = findSection(readIniAbout(text, name), name);
  if (!section) return text;
  const before = text.slice(0, section.header.start).replace(/(?<=\n|\r(?!\n))(?:\r\n|\r|\n)$/, '');
  return before + text.slice(lastLine(section).end);
}

/**
 * Whether nothing but the header (and empty lines) is left of a section: no key, and no comment that somebody wrote.
 */
export function isEmptySection(text: string, section: Section): boolean {
  return section.options.length === 0 && text.slice(section.header.end, section.end).trim() === '';
}

function changes(ini: Ini, section: Section, edit: SectionEdit): Splice[] {
  const missing = new Map(Object.entries(edit.set ?? {}));
  const unwanted = new Set([...missing.keys(), ...(edit.remove ?? [])]);
  const splices: Splice[] = [];
  const place: InsertPosition = { refreshed: undefined, kept: undefined };
  for (const option of section.options) {
    const value = missing.get(option.key);
    if (value !== undefined && !isBuried(section, option)) {
      splices.push(refreshed(ini.text, option, value), ...removed(option.continuations));
      missing.delete(option.key);
      place.refreshed = option;
    } else if (unwanted.has(option.key)) {
      splices.push(...removed([option.line, ...option.continuations]));
    } else {
      place.kept = option;
    }
  }
  if (missing.size > 0) splices.push(added(ini, section, place, [...missing]));
  return splices;
}

/** Where new keys go: behind the last key that was refreshed, else behind the last one that is kept. */
interface InsertPosition {
  refreshed: Option | undefined;
  kept: Option | undefined;
}

// In an indented section, AWS's JavaScript reader takes keys behind an empty `s3 =` for its sub-keys. Ours move out of
// there.
function isBuried(section: Section, option: Option): boolean {
  if (option.line.indent === 0) return false;
  return section.options.some((other) => other.line.start < option.line.start && opensBlock(other));
}

function opensBlock(option: Option): boolean {
  return [option.line, ...option.continuations].some(({ text }) => /^[^=]+=\s*(?:\s[;#].*)?$/.test(text));
}

function refreshed(text: string, option: Option, value: string): Splice {
  return {
    ...span(option.line),
    text: indentOf(text, option.line) + assignment(option.key, value) + breakOf(text, option.line),
  };
}

function removed(lines: readonly TextLine[]): Splice[] {
  return lines.map((line) => ({ ...span(line), text: '' }));
}

// A new line is indented like its neighbour: less would make the lines below it continue it, more would make it
// continue.
function added(ini: Ini, section: Section, place: InsertPosition, entries: [string, string][]): Splice {
  const { text } = ini;
  const inBlock = !place.refreshed && section.options.some((option) => option.line.indent > 0 && opensBlock(option));
  const neighbour = inBlock ? section.options[0] : (place.refreshed ?? place.kept ?? lastOf(section.options));
  const indent = neighbour ? indentOf(text, neighbour.line) : headerIndent(ini, section);
  const behind = inBlock
    ? section.header
    : (place.refreshed?.line ?? (place.kept && lastOf(place.kept.continuations)) ?? place.kept?.line ?? section.header);
  const eol = lineEnd(text);
  const lines = entries.map(([key, value]) => indent + assignment(key, value) + eol);
  return { start: behind.end, end: behind.end, text: (breakOf(text, behind) === '' ? eol : '') + lines.join('') };
}

// Below a header without keys, a deeper header that follows would continue a key of less indent.
function headerIndent(ini: Ini, section: Section): string {
  const next = ini.sections[ini.sections.indexOf(section) + 1];
  const deeper = next && next.header.indent > section.header.indent ? next : section;
  return indentOf(ini.text, deeper.header);
}

/** The last line of a section that is not empty or a comment: of its last key, else its header. */
export function lastLine(section: Section): TextLine {
  const last = lastOf(section.options);
  return (last && lastOf(last.continuations)) ?? last?.line ?? section.header;
}

function assignment(key: string, value: string): string {
  if (
    /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(value) ||
    value !== value.trim() ||
    value === '' ||
    /(^|\s)[;#]/.test(value)
  ) {
    throw new Problem(
      'file',
      `The value for ${key} cannot be written: the readers of AWS's files would not all read it back as it is.`,
    );
  }
  return `${key} = ${encode(value)}`;
}

function indentOf(text: string, line: TextLine): string {
  return encode(decode(text.slice(line.start, line.end)).slice(0, line.indent));
}

function breakOf(text: string, line: TextLine): string {
  return /\r\n$|\r$|\n$/.exec(text.slice(line.start, line.end))?.[0] ?? '';
}

/** How this text ends its lines: as the first one does. */
export function lineEnd(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

function span({ start, end }: TextLine): { start: number; end: number } {
  return { start, end };
}

function splice(text: string, splices: Splice[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: replacement } of splices.sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
