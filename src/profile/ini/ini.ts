import { splitLines, trim } from '../../core/text/lines.js';
import type { TextLine, Span } from '../../core/text/lines.js';
import { partsAbout } from './relevant-parts.js';

/** A key with its value: the line it starts on, and the indented lines that continue it. */
export interface Option {
  /** Lower case: keys are compared so. */
  readonly key: string;
  /** As it is written. */
  readonly written: string;
  /** `=`, or `:`, which only botocore takes for one. */
  readonly separator: string;
  readonly line: TextLine;
  readonly continuations: readonly TextLine[];
  /** The whole value as botocore has it: lines joined by a line feed; an indented block starts with one. */
  readonly value: string;
}

/** A header with everything up to the next one. */
export interface Section {
  readonly name: string;
  readonly header: TextLine;
  readonly options: readonly Option[];
  /** Where the next section starts, or the text ends. */
  readonly end: number;
}

/** An INI text as botocore reads it. */
export interface Ini {
  readonly text: string;
  readonly sections: readonly Section[];
  /** Lines that botocore rejects: before any header, without a separator, or without a key. */
  readonly bad: readonly TextLine[];
}

/** The UTF-8 byte order mark, as bytes. */
export const bom = '\xef\xbb\xbf';

const none: TextLine[] = [];

// A file may hold tens of thousands of these: what few of them have is made for those alone.
class OpenOption implements Option {
  readonly key: string;
  value: string;
  continuations: TextLine[] = none;
  /** Empty lines belong to the value where more of it follows. */
  emptyLines = 0;

  constructor(
    readonly line: TextLine,
    readonly written: string,
    readonly separator: string,
    first: string,
  ) {
    this.key = written.toLowerCase();
    this.value = first;
  }

  continueWith(line: TextLine): void {
    this.value += '\n'.repeat(this.emptyLines + 1) + line.text;
    if (this.continuations === none) this.continuations = [line];
    else this.continuations.push(line);
    this.emptyLines = 0;
  }
}

interface OpenSection extends Section {
  readonly options: OpenOption[];
  end: number;
}

interface OpenIni extends Ini {
  readonly sections: OpenSection[];
  readonly bad: TextLine[];
}

// Before a write every judge reads the same two texts.
const lastRead: Ini[] = [];

/**
 * Reads a whole file as `parseIni` does. The last two are remembered: what is given is to be looked at, not changed.
 */
export function readIni(text: string): Ini {
  const known = lastRead.find((ini) => ini.text === text);
  if (known) return known;
  const ini = parseIni(text);
  lastRead.unshift(ini);
  lastRead.length = Math.min(lastRead.length, 2);
  return ini;
}

// One command asks both files for the same profile, and for the one that it signs in from, again and again.
const lastReadAbout: { readonly name: string; readonly ini: Ini }[] = [];

/**
 * Reads as much of a file as it takes to know all sections of that name (or of that profile), and those of `[DEFAULT]`.
 * The last four are remembered: what is given is to be looked at, not changed.
 */
export function readIniAbout(text: string, name: string): Ini {
  const known = lastReadAbout.find((last) => last.name === name && last.ini.text === text);
  if (known) return known.ini;
  const ini = parseIni(text, partsAbout(text, name));
  lastReadAbout.unshift({ name, ini });
  lastReadAbout.length = Math.min(lastReadAbout.length, 4);
  return ini;
}

/**
 * Reads an INI text by the rules of botocore, which are those of Python's RawConfigParser: `=` or `:` separates, a line
 * indented deeper than its key continues it, comments stand on lines of their own, keys know no capitals.
 * Unlike botocore it goes on after a duplicate or a bad line, so that all of them can be named.
 * Source: CPython 3.10 to 3.13, Lib/configparser.py, RawConfigParser._read.
 * @param text latin1: one character a byte, so that the offsets are those of the file
 * @param parts which parts of it are read; each but one at the start begins with a header that is not indented
 */
export function parseIni(text: string, parts: readonly Span[] = [{ start: 0, end: text.length }]): Ini {
  const ini: OpenIni = { text, sections: [], bad: [] };
  for (const part of parts) readPart(ini, part);
  return ini;
}

function readPart({ text, sections, bad }: OpenIni, part: Span): void {
  let section: OpenSection | undefined;
  let option: OpenOption | undefined;
  let level = 0;
  // A byte order mark is no part of the first line, though botocore then rejects the file.
  const start = part.start === 0 && text.startsWith(bom) ? bom.length : part.start;
  for (const line of splitLines(text, { start, end: part.end })) {
    if (line.text === '') {
      if (option) option.emptyLines += 1;
    } else if (!isComment(line)) {
      if (option && line.indent > level) {
        option.continueWith(line);
        continue;
      }
      level = line.indent;
      const name = headerName(line.text);
      if (name !== undefined) {
        if (section) section.end = line.start;
        section = { name, header: line, options: [], end: part.end };
        sections.push(section);
        option = undefined;
      } else {
        const read = section && readOption(line);
        if (read?.key) section?.options.push(read);
        else bad.push(line);
        // A line without a separator leaves the key before it open; one without a key closes it.
        if (read) option = read.key ? read : undefined;
      }
    }
  }
}

/** Whether a line is a comment, which botocore takes only on lines of their own. */
function isComment(line: TextLine): boolean {
  return line.text.startsWith('#') || line.text.startsWith(';');
}

// The greedy `\[(.+)\]` of Python 3.10 and later; what stands behind the last bracket is ignored.
function headerName(text: string): string | undefined {
  if (!text.startsWith('[')) return undefined;
  const close = text.lastIndexOf(']');
  return close > 1 ? text.slice(1, close) : undefined;
}

function readOption(line: TextLine): OpenOption | undefined {
  const { text } = line;
  const [equals, colon] = [text.indexOf('='), text.indexOf(':')];
  const at = colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
  if (at < 0) return undefined;
  return new OpenOption(line, trim(text.slice(0, at)), text.charAt(at), trim(text.slice(at + 1)));
}

/** The last of a list: Git's helper reads these files too, on an old Node that knows no `at`. */
export function lastOf<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}
