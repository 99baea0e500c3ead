import { resolve } from 'node:path';

import type { Files } from '../../core/ports/files.js';
import { isProblem } from '../../core/problem.js';
import { keyParts, type ConfigEntry } from './entries.js';
import { placeOf } from './fix.js';
import { topOf } from './place.js';

/** More than anybody writes by hand. */
const longestFile = 1_000_000;

/** What finding a line takes. */
export interface LinePorts {
  readonly files: Pick<Files, 'read' | 'stat'>;
  /** Where Git read the entries. */
  readonly cwd: string;
}

/**
 * Where a setting stands, for people: the file and the line, counted from 1; as `placeOf` where there is no file, or the
 * line cannot be told. @param entries among which it was read, for a key may stand in a file several times
 */
export async function placeWithLine(
  entry: ConfigEntry,
  entries: readonly ConfigEntry[],
  ports: LinePorts,
): Promise<string> {
  const place = placeOf(entry);
  const same = entries.filter(({ origin, key }) => origin === entry.origin && key === entry.key);
  const lines = linesOf((await textOf(entry, ports)) ?? '', entry.key);
  // A file that is included twice is read twice.
  const line = lines[Math.max(same.indexOf(entry), 0) % Math.max(lines.length, 1)];
  return line === undefined ? place : `${place}, line ${line}`;
}

async function textOf({ origin }: ConfigEntry, { files, cwd }: LinePorts): Promise<string | undefined> {
  const named = /^file:(.+)$/s.exec(origin)?.[1];
  if (named === undefined) return undefined;
  const path = resolve(await topOf(cwd, files), named);
  try {
    const facts = await files.stat(path);
    if (facts?.isFile !== true || facts.size > longestFile) return undefined;
    return Buffer.from((await files.read(path)) ?? '', 'latin1').toString();
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/**
 * The lines of a file on which a key's variable stands, counted from 1, in their order. Values are not read.
 * Source: git-config(1), "CONFIGURATION FILE", "Syntax"; config.c, `git_parse_source`.
 */
export function linesOf(text: string, key: string): readonly number[] {
  const wanted = normal(keyParts(key));
  const tokens = /\[([^\]"\n]*?)(?:\s+"((?:\\[^]|[^"\\])*)")?\s*\]|([A-Za-z][A-Za-z0-9-]*)|[#;].*|\s+/y;
  const rest = /[ \t]*(?:=(?:"(?:\\[^]|[^"\\\n])*"|\\[^]|[#;].*|[^"\\\n#;])*)?/y;
  const lines: number[] = [];
  let section = '';
  let line = 1;
  const source = text.replace(/^\ufeff/, '').replace(/\r\n/g, '\n');
  for (let at = 0; at < source.length;) {
    tokens.lastIndex = at;
    const found = tokens.exec(source);
    if (found === null) return [];
    const [whole, header, middle, name] = found;
    let end = at + whole.length;
    if (header !== undefined) section = sectionOf(header, middle);
    if (name !== undefined) {
      if (`${section}.${name.toLowerCase()}` === wanted) lines.push(line);
      rest.lastIndex = end;
      end += rest.exec(source)?.[0].length ?? 0;
    }
    line += source.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return lines;
}

function normal({ section, url, name }: ReturnType<typeof keyParts>): string {
  return `${section.toLowerCase()}${url === undefined ? '' : `.${url}`}.${name.toLowerCase()}`;
}

/** `[credential "URL"]`, and the old `[credential.url]`, which is in small letters whole. */
function sectionOf(header: string, middle: string | undefined): string {
  const first = header.trim().toLowerCase();
  return middle === undefined ? first : `${first}.${middle.replace(/\\([^])/g, '$1')}`;
}
