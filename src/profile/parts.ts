/*
 * Both of AWS's readers go through a file line by line, and all they know of the lines before is the section they are in:
 * at a header they start afresh. So a file can be cut before its headers, and what a part says it says in the whole file.
 * We cut only before headers that both take for one whatever stands above: a comment behind the name, or a space before
 * the bracket, is read as a header by one and as the rest of a value by the other.
 * Sources: CPython 3.10 to 3.13, Lib/configparser.py, RawConfigParser._read; smithy-typescript, parseIni.
 */
const plainHeader = /\[[\w .@:/%+"'-]+\][ \t]*\r?\n/y;

/**
 * The parts of a file that can say anything about a profile, one behind the other: for that profile, botocore and AWS's
 * JavaScript loader read the same in them as in the whole file. They may hold other profiles too.
 * @param text latin1, of either file
 */
export function partsAbout(text: string, name: string): string {
  if (!canBeCut(text, name)) return text;
  const parts: string[] = [];
  let end = 0;
  // What botocore finds in `[DEFAULT]` it mixes into every profile.
  for (const line of [...headersWith(text, name), ...headersWith(text, 'DEFAULT')].sort((a, b) => a - b)) {
    if (line < end) continue;
    const start = lastCut(text, line);
    end = firstCut(text, line);
    parts.push(text.slice(start, end));
  }
  return parts.join('');
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

/**
 * The JavaScript loader joins `[profile x]` to `profile.x`, and gives up a file in which a header is `__proto__`.
 * What is no ASCII may be spelled in more than one way, as bytes.
 */
function canBeCut(text: string, name: string): boolean {
  return /^[!-~]+$/.test(name) && !/^(?:profile|sso-session|services)\./.test(name) && !text.includes('__proto__');
}

/** Where the lines start that may be headers with that word in them, however they are written. */
function headersWith(text: string, word: string): number[] {
  const starts: number[] = [];
  const letter = '[\\w@:/%+-]';
  const alone = new RegExp(`(?<!${letter})${word.replace(/\W/g, '\\$&')}(?!${letter})`);
  for (let at = text.indexOf(word), end = 0; at >= 0; at = text.indexOf(word, end)) {
    const start = startOfLine(text, at);
    end = endOfLine(text, at);
    const line = text.slice(start, end);
    if (line.includes('[') && alone.test(line)) starts.push(start);
  }
  return starts;
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

function endOfLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

/** How many characters are the same at the start of both; halving, for comparing long strings costs least. */
function alikeAtStart(a: string, b: string): number {
  let [least, most] = [0, Math.min(a.length, b.length)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (a.slice(least, middle) === b.slice(least, middle)) least = middle;
    else most = middle - 1;
  }
  return least;
}

function alikeAtEnd(a: string, b: string): number {
  let [least, most] = [0, Math.min(a.length, b.length)];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (a.slice(a.length - middle, a.length - least) === b.slice(b.length - middle, b.length - least)) least = middle;
    else most = middle - 1;
  }
  return least;
}
