import { droppedPath } from '../../core/text/dropped-path.js';

/** A file of keys, or a team recipe, that a line names: which of its readings is meant is known where the files lie. */
export interface NamedFile {
  /** As it is spoken of. */
  readonly path: string;
  /** The paths that may be meant, the likeliest first. */
  readonly places: readonly string[];
  /** Where it stands in the line, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

const quoted = /(?<![\w.~/\\-])(?:"[^"]+"|'[^']+'|`[^`]+`|“[^”]+”|„[^“”]+[“”]|‘[^’]+’|«[^»]+»|<[^<>]+>)/g;
/** What may stand in a path that is not quoted: a blank behind a backslash too, and the number of a second download. */
const fileWord = /(?:\\[ \t]|[ \t]\(\d{1,3}\)(?=\.(?:csv|ini))|[^\s<>"'`|{}[\]])+/g;
const fileEnd = /^.*\.(?:csv|ini)(?=[),;:.!?*_]*$)/i;
const startOfPath = /^(?:~?[\\/]|\.{1,2}[\\/]|[A-Za-z]:[\\/]|%\w+%[\\/]|\$(?:env:)?\w+[\\/]|\$\{\w+\}[\\/])/i;
const folderPhrase =
  /\b(?:in|under|from|inside|below|folder|directory):?[ \t]+(?:(?:the|your|my|our)[ \t]+)?(?:(?:folder|directory):?[ \t]+)?(?=(\S.*))/gi;
/** Enough for people; more would let a line that was made for it cost much. */
const mostReadings = 8;
const ownFolder = /^(downloads|desktop|documents)\b/i;

/**
 * The files that a line names: alone in it, behind a label, in a sentence, in quotes, as a terminal writes a file that
 * is dropped on it, and `accessKeys.csv, in the folder /tmp/x`. Nothing is looked at here.
 * @param line hostile, short: the work grows with the square of its length
 */
export function filesIn(line: string): readonly NamedFile[] {
  const starts = startsOfStatements(line).slice(0, mostReadings);
  const folders = foldersIn(line).slice(0, mostReadings);
  for (const from of starts) {
    const path = wholePath(line.slice(from));
    if (path !== undefined) return [{ path, places: placesOf(path, folders), from, to: line.length }];
  }
  const found: NamedFile[] = [];
  const add = (path: string, readings: readonly string[], from: number, to: number): void => {
    const places = [...new Set(readings.flatMap((reading) => placesOf(reading, folders)))];
    found.push({ path, places, from, to });
  };
  for (const { 0: text, index } of line.matchAll(quoted)) {
    const inside = pathIn(text.slice(1, -1));
    const path = /^["']/.test(text) ? (pathIn(text) ?? inside) : inside;
    if (path !== undefined) add(path, [path], index, index + text.length);
  }
  const inQuotes = [...found];
  let after = 0;
  for (const { 0: text, index } of line.matchAll(fileWord)) {
    const word = fileEnd.exec(text)?.[0];
    if (word === undefined) continue;
    const from = index + (/^[(*_,;:!]*/.exec(word)?.[0].length ?? 0);
    const to = index + word.length;
    const path = pathIn(line.slice(from, to));
    if (inQuotes.some((other) => from < other.to && other.from < to)) continue;
    // A path with blanks that nobody quoted begins with its statement, or where something begins as a path does.
    const longer = [...starts, ...beginningsOfPaths(line, after, from)]
      .filter((at) => at >= after && at < from)
      .slice(0, mostReadings)
      .flatMap((at) => pathIn(line.slice(at, to)) ?? []);
    const isPart = folders.length === 0 && !startOfPath.test(line.slice(from));
    const shown = (isPart ? longer.find((reading) => startOfPath.test(reading)) : undefined) ?? path;
    if (shown !== undefined) add(shown, path === undefined ? longer : [...longer, path], from, to);
    after = to;
  }
  return found;
}

/** Where a line begins to say something: behind marks of a list, behind a label, behind the gap of a column. */
function startsOfStatements(line: string): readonly number[] {
  const begin = /^[\s>*•-]*/.exec(line)?.[0].length ?? 0;
  const gaps = [...line.matchAll(/(?:[:=][*`]{0,3}[ \t]+|\t+| {2,})(?=\S)/g)].map(
    ({ 0: gap, index }) => index + gap.length,
  );
  return [...new Set([begin, ...gaps])];
}

function beginningsOfPaths(line: string, from: number, to: number): readonly number[] {
  return [...line.slice(from, to).matchAll(/(?<!\S)\S+/g)]
    .filter(([word]) => startOfPath.test(word))
    .map(({ index }) => from + index);
}

/** A statement that is a path and nothing else, whatever quoting it has. */
function wholePath(statement: string): string | undefined {
  const text = statement.trim();
  const path = pathIn(text);
  return path !== undefined && (path !== text || !/\s/.test(text)) ? path : undefined;
}

/** The folders that a line says its file lies in: the longest reading first. */
function foldersIn(line: string): readonly string[] {
  return [...line.matchAll(folderPhrase)].flatMap(([, rest = '']) => {
    const own = ownFolder.exec(rest)?.[1];
    if (own !== undefined) return [`~/${own.charAt(0).toUpperCase()}${own.slice(1).toLowerCase()}`];
    const inQuotes = /^(?:"([^"]+)"|'([^']+)'|`([^`]+)`|<([^>]+)>)/.exec(rest);
    const readings: readonly (string | undefined)[] =
      inQuotes === null ? [rest, /^\S+/.exec(rest)?.[0]] : inQuotes.slice(1);
    return readings
      .map((reading) => (reading ?? '').trim().replace(/[),;:.!?*_]+$/, ''))
      .filter((reading) => startOfPath.test(reading) && !isElsewhere(reading) && !/\.(?:csv|ini)\b/i.test(reading));
  });
}

/** One that is named without a folder lies in the folder that is named beside it. */
function placesOf(path: string, folders: readonly string[]): readonly string[] {
  if (startOfPath.test(path) || folders.length === 0) return [path];
  return folders.map((folder) => `${folder.replace(/[\\/]$/, '')}${folder.includes('\\') ? '\\' : '/'}${path}`);
}

/** A path as people type it, or as a terminal writes what is dropped on it; undefined where it is none to be read. */
function pathIn(written: string): string | undefined {
  const text = written.trim();
  // A path of Windows is known by its drive and its backslashes, wherever it is read.
  const isOfWindows = /^["']?(?:file:\/\/(?:localhost)?\/)?[A-Za-z]:[\\/]|\\[\w.]/i.test(text);
  const path = droppedPath(text, isOfWindows ? 'win32' : 'linux');
  if (!/[^\\/.]\.(?:csv|ini)$/i.test(path) || [text, path].some(isElsewhere)) return undefined;
  return /[\u0000-\u001f\u007f-\u009f]/.test(path) ? undefined : path;
}

/** On another computer, which to look at would be to contact; or an address. */
function isElsewhere(path: string): boolean {
  return /^["']?[\\/]{2}/.test(path) || /^[a-z][a-z0-9+.-]+:\/\/(?!\/|localhost\/)/i.test(path);
}
