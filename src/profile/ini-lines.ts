/** One line of an INI text, without its surrounding white space. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Where the line starts in the text, and where the next one starts. */
  readonly start: number;
  readonly end: number;
  /** The characters between the white space at both ends, decoded as UTF-8. */
  readonly text: string;
  /** How many characters of white space stand before them. */
  readonly indent: number;
}

/** A key with its value: the line it starts on, and the indented lines that continue it. */
export interface Option {
  /** Lower case: keys are compared so. */
  readonly key: string;
  /** As it is written. */
  readonly written: string;
  /** `=`, or `:`, which only botocore takes for one. */
  readonly separator: string;
  readonly line: Line;
  readonly continuations: readonly Line[];
  /** The whole value as botocore has it: lines joined by a line feed; an indented block starts with one. */
  readonly value: string;
}

/** A header with everything up to the next one. */
export interface Section {
  readonly name: string;
  readonly header: Line;
  readonly options: readonly Option[];
  /** Where the next section starts, or the text ends. */
  readonly end: number;
}

/** An INI text as botocore reads it. */
export interface Ini {
  readonly text: string;
  readonly sections: readonly Section[];
  /** Lines that botocore rejects: before any header, without a separator, or without a key. */
  readonly bad: readonly Line[];
}

class OpenOption implements Option {
  readonly key: string;
  readonly continuations: Line[] = [];
  readonly parts: string[];
  constructor(readonly line: Line, readonly written: string, readonly separator: string, first: string) {
    this.key = written.toLowerCase();
    this.parts = [first];
  }

  get value(): string {
    return this.parts.length === 1 ? this.parts[0] ?? '' : trimEnd(this.parts.join('\n'));
  }
}

interface OpenSection extends Section {
  readonly options: OpenOption[];
  end: number;
}

// Before a write every judge reads the same text, and another one after it.
const lastRead: Ini[] = [];

/** Reads an INI text as `parse` does. The last two are remembered: what is given is to be looked at, not changed. */
export function readIni(text: string): Ini {
  const known = lastRead.find((ini) => ini.text === text);
  if (known) return known;
  const ini = parse(text);
  lastRead.unshift(ini);
  lastRead.length = Math.min(lastRead.length, 2);
  return ini;
}

/**
 * Reads an INI text by the rules of botocore, which are those of Python's RawConfigParser: `=` or `:` separates, a line
 * indented deeper than its key continues it, comments stand on lines of their own, keys know no capitals.
 * Unlike botocore it goes on after a duplicate or a bad line, so that all of them can be named.
 * Source: CPython 3.10 to 3.13, Lib/configparser.py, RawConfigParser._read.
 * @param text latin1: one character a byte, so that the offsets are those of the file
 */
function parse(text: string): Ini {
  const sections: OpenSection[] = [];
  const bad: Line[] = [];
  let option: OpenOption | undefined;
  let level = 0;
  for (const line of splitLines(text)) {
    const section = sections[sections.length - 1];
    if (line.text === '') {
      option?.parts.push('');
    } else if (!isComment(line)) {
      if (option && line.indent > level) {
        option.continuations.push(line);
        option.parts.push(line.text);
        continue;
      }
      level = line.indent;
      const name = headerName(line.text);
      if (name !== undefined) {
        if (section) section.end = line.start;
        sections.push({ name, header: line, options: [], end: text.length });
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
  return { text, sections, bad };
}

/** Whether a line is a comment, which botocore takes only on lines of their own. */
export function isComment(line: Line): boolean {
  return line.text.startsWith('#') || line.text.startsWith(';');
}

// The greedy `\[(.+)\]` of Python 3.10 and later; what stands behind the last bracket is ignored.
function headerName(text: string): string | undefined {
  if (!text.startsWith('[')) return undefined;
  const close = text.lastIndexOf(']');
  return close > 1 ? text.slice(1, close) : undefined;
}

function readOption(line: Line): OpenOption | undefined {
  const { text } = line;
  const at = text.search(/[=:]/);
  if (at < 0) return undefined;
  return new OpenOption(line, trim(text.slice(0, at)), text.charAt(at), trim(text.slice(at + 1)));
}

/** Cuts a latin1 text into lines: at LF, CR LF, and a lone CR, as Python's universal newlines do. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const ascii = !/[\x80-\xff]/.test(text);
  const breaks = text.includes('\r') ? /\r\n?|\n/g : undefined;
  for (let start = 0; start < text.length; ) {
    const [stop, end] = nextBreak(text, start, breaks);
    const raw = text.slice(start, stop);
    const decoded = ascii ? raw : decode(raw);
    let indent = 0;
    while (indent < decoded.length && isSpace(decoded.charCodeAt(indent))) indent += 1;
    lines.push({ number: lines.length + 1, start, end, text: trimEnd(decoded.slice(indent)), indent });
    start = end;
  }
  return lines;
}

function nextBreak(text: string, from: number, breaks: RegExp | undefined): [stop: number, end: number] {
  if (!breaks) {
    const at = text.indexOf('\n', from);
    return at < 0 ? [text.length, text.length] : [at, at + 1];
  }
  breaks.lastIndex = from;
  const match = breaks.exec(text);
  return match ? [match.index, breaks.lastIndex] : [text.length, text.length];
}

/** The characters behind bytes: latin1 text read as UTF-8. */
export function decode(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** The bytes of characters: the way back from `decode`. */
export function encode(characters: string): string {
  return /[^\x00-\x7f]/.test(characters) ? Buffer.from(characters, 'utf8').toString('latin1') : characters;
}

// White space as Python's str.strip knows it; JavaScript's \s has neither U+001C to U+001F nor U+0085, but U+FEFF.
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x85) return false;
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a)
    || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function trim(text: string): string {
  let start = 0;
  while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
  return trimEnd(text.slice(start));
}
