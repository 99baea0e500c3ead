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

/** A text as it stands, or decoded: a character a byte of UTF-8, and for each where it comes from in the text. */
interface Reading {
  readonly bytes: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
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
      const others = places.get(piece);
      if (others === undefined) places.set(piece, [{ secret, at }]);
      else if (others.length < mostPlaces) others.push({ secret, at });
    }
  }
  known = texts.size;
  return places;
}

function findSecrets(
  { bytes, from, to, wasBase64 }: Reading,
  known: ReadonlyMap<string, readonly Place[]>,
  spans: Span[],
): void {
  const least = wasBase64 ? leastPartInBase64 : leastPart;
  let found: { readonly secret: string; readonly shift: number; readonly end: number } | undefined;
  for (let at = 0; at + pieceLength <= bytes.length; at += 1) {
    for (const place of known.get(bytes.slice(at, at + pieceLength)) ?? []) {
      const { secret } = place;
      const shift = at - place.at;
      if (found?.secret === secret && found.shift === shift && at < found.end) continue;
      const start = sameBefore(bytes, at, secret, place.at);
      const end = sameAfter(bytes, at, secret, place.at);
      if (end - start < Math.min(least, secret.length)) continue;
      found = { secret, shift, end };
      spans.push([from[start] ?? 0, to[end - 1] ?? 0]);
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
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    for (let byte = 0; byte < length; byte += 1) {
      from.push(at);
      to.push(at + character.length);
    }
    at += character.length;
  }
  return { bytes: Buffer.from(text).toString('latin1'), from, to, depth: 0, wasBase64: false };
}

type Decode = (reading: Reading) => Reading | undefined;

const percent = '%[0-9a-fA-F]{2}';
const html = '&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,6});';
/** JSON, what `printable` makes of controls, and the backslash of a shell. */
const escape =
  '\\\\u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\\\u[0-9a-fA-F]{4}|\\\\x[0-9a-fA-F]{2}|\\\\[^ux]';

/**
 * What is put between the characters of a text to show it: line ends, colours, and characters without a width (U+00AD,
 * U+200B to U+200D, U+2060, U+FEFF), here in UTF-8. Source: ECMA-48, section 5.4.
 */
const between = '\\r?\\n|\\x1b\\[[0-9;:?]*[@-~]|\\xc2\\xad|\\xe2\\x80[\\x8b-\\x8d]|\\xe2\\x81\\xa0|\\xef\\xbb\\xbf';
const indentation = '\\r?\\n[ \\t]*';

const decoders: readonly Decode[] = [
  decoding(`${percent}|${html}|${escape}`),
  decoding(percent),
  decoding(`${percent}|\\+`),
  decoding(html),
  decoding(escape),
  decoding(`${indentation}|${between}`),
  decoding(between),
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

function decoding(pattern: string): Decode {
  return (reading) => {
    const marks = new RegExp(pattern, 'g');
    const made = writer(reading);
    for (let match = marks.exec(reading.bytes); match !== null; match = marks.exec(reading.bytes)) {
      const bytes = bytesOf(match[0]);
      if (bytes !== undefined) made.put(match.index, match.index + match[0].length, bytes);
    }
    return made.end(reading.wasBase64);
  };
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

const isBetween = new RegExp(`^(?:${indentation}|${between})$`);

/** What one mark stands for, a character a byte. */
function bytesOf(mark: string): string | undefined {
  if (isBetween.test(mark)) return '';
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

/** Decodes every word that may be hexadecimal, in upper or lower case, wrapped or not; it may be cut. */
function fromHexadecimal(reading: Reading, skipped: number): Reading | undefined {
  const made = writer(reading);
  const words = /[0-9a-fA-F]{4,}(?:\r?\n[ \t]*[0-9a-fA-F]+)*/g;
  for (let match = words.exec(reading.bytes); match !== null; match = words.exec(reading.bytes)) {
    const { index } = match;
    const digits = Array.from(match[0], (digit, at) => ({ digit, at: index + at })).filter(({ digit }) =>
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
const values = new Map(
  Array.from(
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_',
    (digit, at) => [digit, at < 64 ? at : at - 2] as const,
  ),
);

/**
 * Decodes every word that may be base64, of either alphabet, wrapped or not, but for its first characters: it may be
 * cut.
 */
function fromBase64(reading: Reading, skipped: number): Reading | undefined {
  const made = writer(reading);
  const words = /[A-Za-z0-9+/_-]{4,}(?:\r?\n[ \t]*[A-Za-z0-9+/_-]+)*/g;
  for (let match = words.exec(reading.bytes); match !== null; match = words.exec(reading.bytes)) {
    const start = match.index;
    if (match[0].length < leastDigits) continue;
    let before: { readonly value: number; readonly at: number } | undefined;
    let count = -skipped;
    for (let at = start; at < start + match[0].length; at += 1) {
      const value = values.get(reading.bytes.charAt(at));
      if (value === undefined) continue;
      // Of four characters each but the last begins a byte.
      const place = (count - 1) % 4;
      if (before !== undefined && count > 0 && place < 3)
        made.put(before.at, at + 1, String.fromCharCode((((before.value << 6) | value) >> (4 - 2 * place)) & 0xff));
      before = { value, at };
      count += 1;
    }
  }
  return made.end(true);
}

/** Writes a reading of a reading: what is put in place of its parts, and all between as it is. */
function writer({ bytes, from, to, depth }: Reading): {
  put(start: number, end: number, part: string): void;
  end(wasBase64: boolean): Reading | undefined;
} {
  let text = '';
  let done = 0;
  const [starts, ends]: [number[], number[]] = [[], []];
  const add = (part: string, start: number, end: number): void => {
    text += part;
    for (let left = part.length; left > 0; left -= 1) {
      starts.push(from[start] ?? 0);
      ends.push(to[end - 1] ?? 0);
    }
  };
  const keep = (until: number): void => {
    for (; done < until; done += 1) add(bytes.charAt(done), done, done + 1);
  };
  return {
    put(start, end, part) {
      keep(start);
      add(part, start, end);
      done = Math.max(done, end);
    },
    end(wasBase64) {
      if (done === 0) return undefined;
      keep(bytes.length);
      return { bytes: text, from: starts, to: ends, depth: depth + 1, wasBase64 };
    },
  };
}
