/**
 * A path as a person gives it at a prompt: typed, or as terminals write what is dragged onto them, in the quoting of
 * some shell (`'a b'`, `"a b"`, `a\ b`, `$'a\tb'`), as a `file:` URL, with a blank behind it. What is no single word of
 * a shell, such as a path with blanks that was typed by hand, is taken as it is.
 * Source: POSIX, Shell Command Language, "Quoting", and `$'...'` of the 2024 edition; RFC 8089 for URLs.
 */
export function droppedPath(given: string, platform: NodeJS.Platform): string {
  const text = given.trim();
  const word = platform === 'win32' ? withoutQuotes(text) : (shellWord(text) ?? text);
  return fromFileUrl(text, platform) ?? fromFileUrl(word, platform) ?? word;
}

function withoutQuotes(text: string): string {
  return /^"([^"]*)"$/.exec(text)?.[1] ?? /^'([^']*)'$/.exec(text)?.[1] ?? text;
}

const single = /'([^']*)'/y;
// In fish, a backslash counts between these too; in POSIX shells this would be no whole word.
const singleOfFish = /'((?:[^'\\]|\\['\\])*)'/y;
const double = /"((?:[^"\\`$]|\\[^]|\$(?![({A-Za-z_]))*)"/y;
const ansi = /\$'((?:[^'\\]|\\[^])*)'/y;
const escaped = /\\([^\n])/y;
const bare = /(?:[^\s'"\\$]|\$(?!'))+/y;

/** UTF-8. */
type Bytes = readonly number[];

/** What a shell makes of one word; undefined where it is none, or more than one. */
function shellWord(text: string): string | undefined {
  return wordBy(text, single, (body) => body) ?? wordBy(text, singleOfFish, (body) => body.replace(/\\(['\\])/g, '$1'));
}

function wordBy(text: string, quoted: RegExp, unquote: (body: string) => string): string | undefined {
  const parts: readonly (readonly [RegExp, (body: string) => Bytes])[] = [
    [quoted, (body) => bytesOf(unquote(body))],
    [ansi, fromAnsi],
    [double, (body) => bytesOf(body.replace(/\\([$`"\\])/g, '$1').replace(/\\\n/g, ''))],
    [escaped, bytesOf],
    [bare, bytesOf],
  ];
  // A character's bytes may stand in quotes of their own.
  const word: Bytes[] = [];
  for (let at = 0; at < text.length;) {
    const found = parts
      .map(([pattern, meaning]) => [matchAt(pattern, text, at), meaning] as const)
      .find(([hit]) => hit);
    if (found?.[0] === undefined) return undefined;
    const [match, meaning] = found;
    word.push(meaning(match[1] ?? match[0]));
    at += match[0].length;
  }
  return new TextDecoder().decode(new Uint8Array(word.flat()));
}

function bytesOf(text: string): Bytes {
  return [...new TextEncoder().encode(text)];
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

const letters: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  E: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Between `$'` and `'`, where octal and hexadecimal numbers are bytes of UTF-8. */
function fromAnsi(body: string): Bytes {
  const pieces = body.matchAll(
    /\\([0-7]{1,3})|\\x([\dA-Fa-f]{1,2})|\\u([\dA-Fa-f]{1,4})|\\U([\dA-Fa-f]{1,6})|\\([^])|[^\\]+/g,
  );
  return [...pieces].flatMap(([whole, octal, hex, short, long, letter]) => {
    if (octal !== undefined) return [Number.parseInt(octal, 8) & 255];
    if (hex !== undefined) return [Number.parseInt(hex, 16)];
    const point = short ?? long;
    if (point !== undefined) return bytesOf(characterAt(Number.parseInt(point, 16)));
    return bytesOf(letter === undefined ? whole : (letters[letter] ?? letter));
  });
}

function characterAt(point: number): string {
  return point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
}

/** The path of a `file:` URL on this computer. */
function fromFileUrl(text: string, platform: NodeJS.Platform): string | undefined {
  const path = /^file:(?:\/\/(?:localhost)?)?(\/(?!\/)[^?#]*)$/i.exec(text)?.[1];
  if (path === undefined) return undefined;
  try {
    const decoded = decodeURIComponent(path);
    return platform === 'win32' ? decoded.replace(/^\/(?=[A-Za-z]:)/, '') : decoded;
  } catch {
    return undefined;
  }
}
