import { endOfLine } from '../../core/text/lines.js';
import type { Span } from '../../core/text/lines.js';

/*
 * Both of AWS's readers go through a file line by line, and all they know of the lines before is the section they are
 * in:
 * at a header they start afresh. So a file can be cut before its headers, and what a part says it says in the whole
 * file.
 * We cut only before headers that both take for one whatever stands above: a comment behind the name, or a space before
 * the bracket, is read as a header by one and as the rest of a value by the other.
 * Sources: CPython 3.10 to 3.13, Lib/configparser.py, RawConfigParser._read; smithy-typescript, parseIni.
 */
const plainHeader = /\[[\w .@:/%+"'-]+\][ \t]*\r?\n/y;

interface Found {
  readonly text: string;
  readonly name: string;
  readonly parts: readonly Span[];
}

// Before a write every judge looks for the same profile, in both files.
const lastFound: Found[] = [];

/**
 * The parts of a file that can say anything about a profile, or about sections of that name, in their order: what
 * botocore reads there is what it reads in the whole file. They may hold others too. The last two answers are
 * remembered.
 * @param text latin1, of either file
 */
export function partsAbout(text: string, name: string): readonly Span[] {
  const known = lastFound.find((found) => found.name === name && found.text === text);
  if (known) return known.parts;
  const parts = findParts(text, name);
  lastFound.unshift({ text, name, parts });
  lastFound.length = Math.min(lastFound.length, 2);
  return parts;
}

function findParts(text: string, name: string): readonly Span[] {
  // What is no ASCII may be spelled in more than one way, as bytes.
  if (!/^[ -~]+$/.test(name) || hasSpelledHeader(text)) return [{ start: 0, end: text.length }];
  const parts: Span[] = [];
  // What botocore finds in `[DEFAULT]` it mixes into every profile.
  for (const line of [...headersWith(text, name), ...headersWith(text, 'DEFAULT')].sort((a, b) => a - b)) {
    if (line < (parts[parts.length - 1]?.end ?? 0)) continue;
    parts.push({ start: lastCut(text, line), end: firstCut(text, line) });
  }
  return parts;
}

/**
 * Those parts as a text of their own, in which AWS's JavaScript loader too reads the same about that profile. It joins
 * `[profile x]` to `profile.x`, and gives up a file in which a header is `__proto__`: then it is the whole file.
 */
export function textAbout(text: string, name: string): string {
  if (/^(?:profile|sso-session|services)\./.test(name) || text.includes('__proto__')) return text;
  return partsAbout(text, name)
    .map(({ start, end }) => text.slice(start, end))
    .join('');
}

/**
 * What differs between two texts, from cut to cut, with its counterpart. Before and behind it they are alike byte for
 * byte, and so is what both readers find there.
 * @param before latin1, as `after` is
 */
export function changedParts(before: string, after: string): readonly [before: string, after: string] {
  const start = lastCut(before.slice(0, alikeAtStart(before, after)));
  const [was, is] = [before.slice(start), after.slice(start)];
  const rest = was.slice(was.length - alikeAtEnd(was, is));
  const behind = rest.length - firstCut(rest, 0);
  return [was.slice(0, was.length - behind), is.slice(0, is.length - behind)];
}

const simpleQuotes = /^[\w-]+[ \t]+(?:"[^"'\\]*"|'[^"'\\]*')\]/;

/** Whether a header may spell a name otherwise than letter by letter: with backslashes, or with quotes inside a word. */
function hasSpelledHeader(text: string): boolean {
  for (let at = text.search(/["'\\]/); at >= 0;) {
    const [start, end] = [startOfLine(text, at), endOfLine(text, at)];
    const line = text.slice(start, end);
    const open = line.indexOf('[');
    if (open >= 0 && start + open < at && !simpleQuotes.test(line.slice(open + 1))) return true;
    const next = text.slice(end).search(/["'\\]/);
    at = next < 0 ? -1 : end + next;
  }
  return false;
}

/** Where the lines start that may be headers with that word in them, however they are written. */
function headersWith(text: string, word: string): number[] {
  const starts: number[] = [];
  let alone: RegExp | undefined;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, endOfLine(text, at))) {
    const start = startOfLine(text, at);
    const line = text.slice(start, endOfLine(text, at));
    if (line.includes('[') && (alone ??= wordAlone(word)).test(line)) starts.push(start);
  }
  return starts;
}

function wordAlone(word: string): RegExp {
  const letter = '[\\w@:/%+-]';
  return new RegExp(`(?<!${letter})${word.replace(/\W/g, '\\$&')}(?!${letter})`);
}

/** The last place up to here where a text can be cut: before a header, or at its start. */
function lastCut(text: string, from = text.length): number {
  let at = startOfLine(text, from);
  while (at > 0 && !isCut(text, at)) at = startOfLine(text, at - 1);
  return at;
}

/** The first place behind here where a text can be cut: before a header, or at its end. */
function firstCut(text: string, from: number): number {
  let at = endOfLine(text, from);
  while (at < text.length && !isCut(text, at)) at = endOfLine(text, at);
  return at;
}

function isCut(text: string, lineStart: number): boolean {
  plainHeader.lastIndex = lineStart;
  return plainHeader.test(text);
}

function startOfLine(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

function alikeAtStart(a: string, b: string): number {
  return alike(a, b, (text, from, to) => text.slice(from, to));
}

function alikeAtEnd(a: string, b: string): number {
  return alike(a, b, (text, from, to) => text.slice(text.length - to, text.length - from));
}

/** How many characters are the same, found by halving: two long strings are compared faster than their characters. */
function alike(a: string, b: string, slice: (text: string, from: number, to: number) => string): number {
  let [least, most] = [0, Math.min(a.length, b.length)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (slice(a, least, middle) === slice(b, least, middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}
