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

const none: Line[] = [];

// A file may hold tens of thousands of these: what few of them have is made for those alone.
class OpenOption implements Option {
  readonly key: string;
  value: string;
  continuations: Line[] = none;
  /** Empty lines belong to the value where more of it follows. */
  emptyLines = 0;

  constructor(readonly line: Line, readonly written: string, readonly separator: string, first: string) {
    this.key = written.toLowerCase();
    this.value = first;
  }

  continueWith(line: Line): void {
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
function isComment(line: Line): boolean {
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
  const [equals, colon] = [text.indexOf('='), text.indexOf(':')];
  const at = colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
  if (at < 0) return undefined;
  return new OpenOption(line, trim(text.slice(0, at)), text.charAt(at), trim(text.slice(at + 1)));
}

/** Cuts a latin1 text into lines: at LF, CR LF, and a lone CR, as Python's universal newlines do. */
export function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  const ascii = !/[\x80-\xff]/.test(text);
  const hasCr = text.includes('\r');
  for (let start = 0; start < text.length; ) {
    const stop = hasCr ? breakAt(text, start) : lineFeedAt(text, start);
    const end = text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, text.length);
    lines.push(ascii ? lineIn(text, start, stop, start, end, lines.length + 1) : decodedLine(text.slice(start, stop), start, end, lines.length + 1));
    start = end;
  }
  return lines;
}

function lineFeedAt(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at;
}

function breakAt(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at += 1;
  return at;
}

function decodedLine(raw: string, start: number, end: number, number: number): Line {
  const decoded = decode(raw);
  return lineIn(decoded, 0, decoded.length, start, end, number);
}

/** The line between two places of a text, which need not be those of the file. */
function lineIn(text: string, from: number, to: number, start: number, end: number, number: number): Line {
  let first = from;
  while (first < to && isSpace(text.charCodeAt(first))) first += 1;
  let last = to;
  while (last > first && isSpace(text.charCodeAt(last - 1))) last -= 1;
  return { number, start, end, text: text.slice(first, last), indent: first - from };
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
