import { secretTexts } from '../secret.js';
import type { Reading, Span } from './reading.js';
import { leastCharacters, readingsOf } from './decodings.js';

// The credential helper says nothing before it went through here, and may run on Node 12.

/** What stands in place of a secret. */
const mask = '[secret]';

/** That much of a longer secret is taken out too, for others cut texts short. */
const leastPart = 16;

/** The same in what was base64, where each character of the secret takes more room. */
const leastPartInBase64 = 12;

/** So long a piece, at multiples of its length, is in every part that is long enough, and is looked up. */
const pieceLength = 6;

/** More places of one piece than that are a pattern, and its first places do for that. */
const mostPlaces = 32;

interface Place {
  readonly secret: string;
  readonly at: number;
}

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
