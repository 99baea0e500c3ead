/** What of a text something comes from. */
export type Span = readonly [from: number, to: number];

/** A text as it stands, or decoded: a character a byte of UTF-8. */
export interface Reading {
  readonly bytes: string;
  /** What of the text a byte comes from: looked up only where a secret was found, for nearly no text has one. */
  readonly originOf: (byte: number) => Span;
  readonly depth: number;
  readonly wasBase64: boolean;
}

/** A text as it stands. */
export function plain(text: string): Reading {
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

/** Four digits make three bytes, each of which begins in one digit and ends in the next. */
export function firstDigitOf(byte: number): number {
  return 4 * Math.floor(byte / 3) + (byte % 3);
}

/** A part of a reading, and what it stands in place of in the one before. */
interface Part {
  readonly at: number;
  readonly originOf: (byte: number) => Span;
}

/** Writes a reading of a reading: what is put in place of its parts, and all between as it is. */
export function writer(before: Reading): {
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
