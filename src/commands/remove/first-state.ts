import { deleteFile } from '../../core/advice/other-programs.js';
import type { Files } from '../../core/ports/files.js';
import { inHome } from '../../core/text/home-path.js';
import { readIni, type Ini } from '../../profile/ini/ini.js';
import type { Stores } from '../../stores/stores.js';
import type { Leaving, Listing } from './listing.js';

const keyNames = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'aws_security_token'];

/**
 * The copies of the credentials file as it was before the first change: each goes where every key in it still stands in
 * that file, and stays otherwise, for it may be the only place.
 * @param going profiles whose keys are about to be taken out
 */
export async function firstStates(
  going: ReadonlySet<string>,
  { paths }: Pick<Stores, 'paths'>,
  { files, homeDirectory }: { readonly files: Pick<Files, 'read' | 'stat'>; readonly homeDirectory: string },
): Promise<Listing & { readonly paths: readonly string[] }> {
  const current = (await files.read(paths.credentials)) ?? '';
  const removes: Leaving[] = [];
  const stays: Listing['stays'][number][] = [];
  const redundant: string[] = [];
  for (const path of paths.backups) {
    const facts = await files.stat(path);
    if (facts === undefined) continue;
    const row = { what: 'backup', where: inHome(path, homeDirectory) };
    const missing = facts.isFile ? missingKey((await files.read(path)) ?? '', current, going) : 'what is no file';
    if (missing === undefined) {
      removes.push(row);
      redundant.push(path);
    } else stays.push({ ...row, why: `${missing} stands there alone`, instead: deleteFile(path) });
  }
  return { removes, stays, paths: redundant };
}

/**
 * What of a backup stands nowhere else.
 * @returns in words; undefined where every key of it stands in the credentials file
 */
export function missingKey(backup: string, current: string, going: ReadonlySet<string>): string | undefined {
  const now = readIni(current);
  const standing = new Set(
    now.sections.filter(({ name }) => !going.has(name)).flatMap(({ options }) => options.map(({ value }) => value)),
  );
  for (const { name, options } of readIni(backup).sections)
    if (options.some(({ key, value }) => keyNames.includes(key) && !standing.has(value))) return `a key of [${name}]`;
  // Keys that are commented out, or that stand where no reader looks.
  const words = new Set(keyWords(withoutSections(now, going)));
  return keyWords(backup).every((word) => words.has(word)) ? undefined : 'what looks like a key';
}

function withoutSections({ text, sections }: Ini, going: ReadonlySet<string>): string {
  let left = '';
  let at = 0;
  for (const { name, header, end } of sections) {
    left += text.slice(at, going.has(name) ? header.start : end);
    at = end;
  }
  return left + text.slice(at);
}

// Access key ids, and anything as long as a secret or a token.
function keyWords(text: string): readonly string[] {
  return text.match(/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b|[A-Za-z0-9/+_=-]{40,}/g) ?? [];
}
