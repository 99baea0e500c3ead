import { secretTexts } from '../secret.js';

// The credential helper says nothing before it went through here, and may run on Node 12.

/** What stands in place of a secret. */
const mask = '[secret]';

/** A shorter text is too likely to be an ordinary word, or a part of one. */
const leastCharacters = 8;

/** That much of a longer secret is taken out too, for others cut texts short. */
const leastPart = 16;

/** The same in what was base64, where each character of the secret takes more room. */
const leastPartInBase64 = 12;

/** Of base64 for the shortest secret; what base64 gave has shorter words of its digits by chance. */
const leastDigits = Math.ceil((leastCharacters * 4) / 3);

/** So long a piece, at multiples of its length, is in every part that is long enough, and is looked up. */
const pieceLength = 6;

/** More places of one piece than that are a pattern, and its first places do for that. */
const mostPlaces = 32;

/**
 * A text is decoded so often, and into no more readings than that; of a very long one into fewer, so that nobody waits
 * for it.
 */
const mostDepth = 4;
const mostReadings = 64;
const leastReadings = 16;
const mostBytes = 1_000_000;

/** A text as it stands, or decoded: a character a byte of UTF-8. */
interface Reading {
  readonly bytes: string;
  /** What of the text a byte comes from: looked up only where a secret was found, for nearly no text has one. */
  readonly originOf: (byte: number) => Span;
  readonly depth: number;
  readonly wasBase64: boolean;
}

interface Place {
  readonly secret: string;
  readonly at: number;
}

type Span = readonly [from: number, to: number];

/**
 * Takes every secret out of a text that is going to be said: all that a `Secret` holds, from 8 characters on, and every
 * part of 16 or more; also percent-, base64-, JSON-, HTML- and shell-encoded, in hexadecimal, coloured, and broken into
 * lines, one around the other too.
 */
export function hideSecrets(text: string): string {
  const places = placesOfPieces();
  if (places.size === 0 || text.length < leastCharacters) return text;
  const spans: Span[] = [];
  for (const reading of readingsOf(text)) findSecrets(reading, places, spans);
  return spans.length === 0 ? text : masked(text, spans);
}

/** A JSON document on one line, without a secret in any of its strings. */
export function jsonWithoutSecrets(content: unknown): string {
  return JSON.stringify(content, (_key, value: unknown) => (typeof value === 'string' ? hideSecrets(value) : value));
}

const places = new Map<string, Place[]>();
/** Whether a piece begins with these two bytes: most places of a text need not be looked up then. */
const isBeginning = new Uint8Array(0x10000);
let known = 0;

/** Brings the pieces up to date: secrets only ever come in addition. */
function placesOfPieces(): ReadonlyMap<string, readonly Place[]> {
  const texts = secretTexts();
  if (texts.size === known) return places;
  for (const text of Array.from(texts).slice(known)) {
    if (Array.from(text).length < leastCharacters) continue;
    const secret = Buffer.from(text).toString('latin1');
    for (let at = 0; at + pieceLength <= secret.length; at += pieceLength) {
      const piece = secret.slice(at, at + pieceLength);
      isBeginning[beginningOf(piece, 0)] = 1;
      const others = places.get(piece);
      if (others === undefined) places.set(piece, [{ secret, at }]);
      else if (others.length < mostPlaces) others.push({ secret, at });
    }
  }
  known = texts.size;
  return places;
}

function beginningOf(bytes: string, at: number): number {
  return (bytes.charCodeAt(at) << 8) | bytes.charCodeAt(at + 1);
}

function findSecrets(
  { bytes, originOf, wasBase64 }: Reading,
  known: ReadonlyMap<string, readonly Place[]>,
  spans: Span[],
): void {
  const least = wasBase64 ? leastPartInBase64 : leastPart;
  let found: { readonly secret: string; readonly shift: number; readonly end: number } | undefined;
  for (let at = 0; at + pieceLength <= bytes.length; at += 1) {
    if (isBeginning[beginningOf(bytes, at)] === 0) continue;
    for (const place of known.get(bytes.slice(at, at + pieceLength)) ?? []) {
      const { secret } = place;
      const shift = at - place.at;
      if (found?.secret === secret && found.shift === shift && at < found.end) continue;
      const start = sameBefore(bytes, at, secret, place.at);
      const end = sameAfter(bytes, at, secret, place.at);
      if (end - start < Math.min(least, secret.length)) continue;
      found = { secret, shift, end };
      spans.push([originOf(start)[0], originOf(end - 1)[1]]);
    }
  }
}

function sameBefore(bytes: string, at: number, secret: string, place: number): number {
  let start = at;
  for (let before = place - 1; start > 0 && before >= 0 && bytes[start - 1] === secret[before]; before -= 1) start -= 1;
  return start;
}

function sameAfter(bytes: string, at: number, secret: string, place: number): number {
  let end = at + pieceLength;
  for (
    let after = place + pieceLength;
    end < bytes.length && after < secret.length && bytes[end] === secret[after];
    after += 1
  )
    end += 1;
  return end;
}

function masked(text: string, spans: Span[]): string {
  let result = '';
  let done = 0;
  for (const [from, to] of spans.sort(([one], [other]) => one - other)) {
    // What overlaps is one secret.
    if (from >= done) result += text.slice(done, from) + (from === done && done > 0 ? '' : mask);
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}

/** The text as it stands, and what it may be an encoding of. */
function readingsOf(text: string): readonly Reading[] {
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

function plain(text: string): Reading {
  let origins: readonly Span[] | undefined;
  return {
    bytes: Buffer.from(text).toString('latin1'),
    originOf: (byte) => (origins ??= originsOf(text))[byte] ?? nowhere,
    depth: 0,
    wasBase64: false,
  };
}

const nowhere: Span = [0, 0];

/** For each byte of a text's UTF-8 the character that it is of. */
function originsOf(text: string): readonly Span[] {
  const origins: Span[] = [];
  let at = 0;
  for (const character of text) {
    const origin: Span = [at, at + character.length];
    for (let byte = Buffer.byteLength(character); byte > 0; byte -= 1) origins.push(origin);
    at += character.length;
  }
  return origins;
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

/** Four digits make three bytes, each of which begins in one digit and ends in the next. */
function firstDigitOf(byte: number): number {
  return 4 * Math.floor(byte / 3) + (byte % 3);
}

/** A part of a reading, and what it stands in place of in the one before. */
interface Part {
  readonly at: number;
  readonly originOf: (byte: number) => Span;
}

/** Writes a reading of a reading: what is put in place of its parts, and all between as it is. */
function writer(before: Reading): {
  put(start: number, end: number, part: string): void;
  /** What digits from `start` on stand for, without anything between them. */
  putBase64(start: number, part: string): void;
  end(wasBase64: boolean): Reading | undefined;
} {
  let text = '';
  let done = 0;
  const parts: Part[] = [];
  const add = (part: string, originOf: Part['originOf']): void => {
    if (part === '') return;
    parts.push({ at: text.length, originOf });
    text += part;
  };
  const keep = (until: number): void => {
    const start = done;
    if (until <= start) return;
    add(before.bytes.slice(start, until), (byte) => [start + byte, start + byte + 1]);
    done = until;
  };
  const put = (start: number, end: number, part: string, originOf: Part['originOf']): void => {
    keep(start);
    add(part, originOf);
    done = Math.max(done, end);
  };
  return {
    put: (start, end, part) => put(start, end, part, () => [start, end]),
    putBase64(start, part) {
      if (part === '') return;
      const originOf = (byte: number): Span => [start + firstDigitOf(byte), start + firstDigitOf(byte) + 2];
      put(start, originOf(part.length - 1)[1], part, originOf);
    },
    end(wasBase64) {
      if (done === 0) return undefined;
      keep(before.bytes.length);
      return { bytes: text, originOf: (byte) => originIn(parts, byte, before), depth: before.depth + 1, wasBase64 };
    },
  };
}

function originIn(parts: readonly Part[], byte: number, before: Reading): Span {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.at ?? 0) <= byte) low = middle;
    else high = middle - 1;
  }
  const part = parts[low];
  if (part === undefined) return nowhere;
  const [start, end] = part.originOf(byte - part.at);
  return [before.originOf(start)[0], before.originOf(end - 1)[1]];
}
