/** One line of a text, without its surrounding white space; the span is that of all of it. */
export interface TextLine extends Span {
  /** Counted from 1; in a part of a text, from 1 there. */
  readonly number: number;
  /** The characters between the white space at both ends, decoded as UTF-8. */
  readonly text: string;
  /** How many characters of white space stand before them. */
  readonly indent: number;
}

/** Where something starts in a text, and where what follows it does. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a latin1 text into lines: at LF, CR LF, and a lone CR, as Python's universal newlines do.
 * @param span a part of it that is whole lines
 */
export function splitLines(text: string, span: Span = { start: 0, end: text.length }): TextLine[] {
  const lines: TextLine[] = [];
  const part = text.slice(span.start, span.end);
  const ascii = !/[\x80-\xff]/.test(part);
  const hasCr = part.includes('\r');
  for (let { start } = span; start < span.end;) {
    const stop = hasCr ? breakAt(text, start) : lineFeedAt(text, start);
    const end = text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, text.length);
    lines.push(
      ascii
        ? lineIn(text, start, stop, start, end, lines.length + 1)
        : decodedLine(text.slice(start, stop), start, end, lines.length + 1),
    );
    start = end;
  }
  return lines;
}

/** Where the next line starts behind a place, when only LF ends lines. */
export function endOfLine(text: string, at: number): number {
  return Math.min(lineFeedAt(text, at) + 1, text.length);
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

function decodedLine(raw: string, start: number, end: number, number: number): TextLine {
  const decoded = decode(raw);
  return lineIn(decoded, 0, decoded.length, start, end, number);
}

/** The line between two places of a text, which need not be those of the file. */
function lineIn(text: string, from: number, to: number, start: number, end: number, number: number): TextLine {
  const first = behindSpace(text, from, to);
  return { number, start, end, text: text.slice(first, beforeSpace(text, first, to)), indent: first - from };
}

/** The characters behind bytes: latin1 text read as UTF-8. */
export function decode(bytes: string): string {
  return /[\x80-\xff]/.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** The bytes of characters: the way back from `decode`. */
export function encode(characters: string): string {
  return /[^\x00-\x7f]/.test(characters) ? Buffer.from(characters, 'utf8').toString('latin1') : characters;
}

/** Whether bytes are valid UTF-8. */
export function isUtf8(bytes: string): boolean {
  return !decode(bytes).includes('\ufffd') || Buffer.from(decode(bytes), 'utf8').toString('latin1') === bytes;
}

// White space as Python's str.strip knows it; JavaScript's \s has neither U+001C to U+001F nor U+0085, but U+FEFF.
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || code >= 0x1c;
  if (code < 0x85) return false;
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** Where the white space at the start of a part ends. */
function behindSpace(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** Where the white space at the end of a part begins. */
function beforeSpace(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

/** Without white space at both ends, as Python's str.strip takes it away. */
export function trim(text: string): string {
  const start = behindSpace(text, 0, text.length);
  return text.slice(start, beforeSpace(text, start, text.length));
}
