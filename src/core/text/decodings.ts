import { firstDigitOf, plain, writer } from './reading.js';
import type { Reading } from './reading.js';

/**
 * A text is decoded so often, and into no more readings than that; of a very long one into fewer, so that nobody waits
 * for it.
 */
const mostDepth = 4;
const mostReadings = 64;
const leastReadings = 16;
const mostBytes = 1_000_000;

/** A shorter text is too likely to be an ordinary word, or a part of one. */
export const leastCharacters = 8;

/** Of base64 for the shortest secret; what base64 gave has shorter words of its digits by chance. */
const leastDigits = Math.ceil((leastCharacters * 4) / 3);

/** The text as it stands, and what it may be an encoding of. */
export function readingsOf(text: string): readonly Reading[] {
  const readings = [plain(text)];
  const seen = new Set(readings.map(({ bytes }) => bytes));
  let bytes = 0;
  // It grows meanwhile.
  for (const reading of readings) {
    if (reading.depth === mostDepth) continue;
    for (const decode of decoders) {
      const next = decode(reading);
      if (next === undefined || seen.has(next.bytes)) continue;
      if (readings.length === mostReadings || (bytes > mostBytes && readings.length > leastReadings)) return readings;
      seen.add(next.bytes);
      readings.push(next);
      bytes += next.bytes.length;
    }
  }
  return readings;
}

type Decode = (reading: Reading) => Reading | undefined;

/** What is decoded: a pattern of it, and texts of which one is in every text that has it. */
interface Marks {
  readonly pattern: string;
  readonly signs: readonly string[];
}

const percent: Marks = { pattern: '%[0-9a-fA-F]{2}', signs: ['%'] };
const plus: Marks = { pattern: '\\+', signs: ['+'] };
const html: Marks = { pattern: '&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,6});', signs: ['&'] };
/** JSON, what `printable` makes of controls, and the backslash of a shell. */
const escape: Marks = {
  pattern:
    '\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}|\\\\x[0-9a-fA-F]{2}|\\\\[^ux]',
  signs: ['\\'],
};

/**
 * What is put between the characters of a text to show it: line ends, colours, and characters without a width (U+00AD,
 * U+200B to U+200D, U+2060, U+FEFF), here in UTF-8. Source: ECMA-48, section 5.4.
 */
const between: Marks = {
  pattern: '\\r?\\n|\\x1b\\[[0-9;:?]*[@-~]|\\xc2\\xad|\\xe2\\x80[\\x8b-\\x8d]|\\xe2\\x81\\xa0|\\xef\\xbb\\xbf',
  signs: ['\n', '\x1b[', '\xc2\xad', '\xe2\x80', '\xe2\x81\xa0', '\xef\xbb\xbf'],
};
const indentation: Marks = { pattern: '\\r?\\n[ \\t]*', signs: ['\n'] };

const decoders: readonly Decode[] = [
  decoding([percent, html, escape], bytesOf),
  decoding([percent], bytesOf),
  decoding([percent, plus], bytesOf),
  decoding([html], bytesOf),
  decoding([escape], bytesOf),
  decoding([indentation, between], () => ''),
  decoding([between], () => ''),
  ...[0, 1].map(
    (skipped): Decode =>
      (reading) =>
        fromHexadecimal(reading, skipped),
  ),
  ...[0, 1, 2, 3].map(
    (skipped): Decode =>
      (reading) =>
        fromBase64(reading, skipped),
  ),
];

/** @param standsFor what one mark stands for, a character a byte; undefined where it is none */
function decoding(marks: readonly Marks[], standsFor: (mark: string) => string | undefined): Decode {
  const signs = marks.flatMap((one) => one.signs);
  const pattern = new RegExp(marks.map((one) => one.pattern).join('|'), 'g');
  return (reading) => {
    // The first use of a pattern takes longer than all else here.
    if (!signs.some((sign) => reading.bytes.includes(sign))) return undefined;
    const made = writer(reading);
    for (const { 0: mark, index } of matches(pattern, reading.bytes)) {
      const bytes = standsFor(mark);
      if (bytes !== undefined) made.put(index, index + mark.length, bytes);
    }
    return made.end(reading.wasBase64);
  };
}

function matches(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) found.push(match);
  return found;
}

const names: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  plus: '+',
  sol: '/',
  equals: '=',
  percnt: '%',
  num: '#',
  colon: ':',
  lowbar: '_',
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function bytesOf(mark: string): string | undefined {
  if (mark === '+') return ' ';
  if (mark.startsWith('%')) return String.fromCharCode(parseInt(mark.slice(1), 16));
  if (mark.startsWith('&#'))
    return utf8(/^&#[xX]/.test(mark) ? parseInt(mark.slice(3), 16) : parseInt(mark.slice(2), 10));
  if (mark.startsWith('&')) return names[mark.slice(1, -1)];
  if (mark.length === 12)
    return Buffer.from(String.fromCharCode(parseInt(mark.slice(2, 6), 16), parseInt(mark.slice(8), 16))).toString(
      'latin1',
    );
  if (mark.length > 2) return utf8(parseInt(mark.slice(2), 16));
  return controls[mark.slice(1)] ?? mark.slice(1);
}

function utf8(code: number): string | undefined {
  return code > 0x10ffff ? undefined : Buffer.from(String.fromCodePoint(code)).toString('latin1');
}

const hexadecimalWords = /[0-9a-fA-F]{4,}(?:\r?\n[ \t]*[0-9a-fA-F]+)*/g;

/** Decodes every word that may be hexadecimal, in upper or lower case, wrapped or not; it may be cut. */
function fromHexadecimal(reading: Reading, skipped: number): Reading | undefined {
  const found = matches(hexadecimalWords, reading.bytes).filter(([word]) => word.length >= 2 * leastCharacters);
  if (found.length === 0) return undefined;
  const made = writer(reading);
  for (const { 0: word, index } of found) {
    const digits = Array.from(word, (digit, at) => ({ digit, at: index + at })).filter(({ digit }) =>
      /[0-9a-fA-F]/.test(digit),
    );
    if (digits.length < 2 * leastCharacters) continue;
    for (let at = skipped; at + 1 < digits.length; at += 2) {
      const [one, two] = [digits[at], digits[at + 1]];
      if (one === undefined || two === undefined) continue;
      made.put(one.at, two.at + 1, String.fromCharCode(parseInt(one.digit + two.digit, 16)));
    }
  }
  return made.end(reading.wasBase64);
}

/** Of both alphabets. Source: RFC 4648, sections 4 and 5. */
const base64Words = /[A-Za-z0-9+/_-]{4,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]+)*/g;

/**
 * Decodes every word that may be base64, of either alphabet, wrapped or not, but for its first characters: it may be
 * cut.
 */
function fromBase64(reading: Reading, skipped: number): Reading | undefined {
  const found = matches(base64Words, reading.bytes).filter(([word]) => word.length >= leastDigits);
  if (found.length === 0) return undefined;
  const made = writer(reading);
  for (const { 0: word, index } of found) {
    const digits = word.replace(/\s+/g, '').slice(skipped);
    // A digit that is left over says nothing of a byte.
    const decoded = Buffer.from(digits.length % 4 === 1 ? digits.slice(0, -1) : digits, 'base64').toString('latin1');
    if (digits.length + skipped === word.length) {
      made.putBase64(index + skipped, decoded);
      continue;
    }
    const places = Array.from(word.matchAll(/\S/g), ({ index: at }) => index + at).slice(skipped);
    for (let byte = 0; byte < decoded.length; byte += 1) {
      const first = firstDigitOf(byte);
      made.put(places[first] ?? 0, (places[first + 1] ?? 0) + 1, decoded.charAt(byte));
    }
  }
  return made.end(true);
}
