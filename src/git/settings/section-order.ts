import type { ConfigFile } from '../config/config-file.js';
import { keyParts } from '../config/entries.js';
import { addValue, listConfig, removeConfigSection, type ConfigTools, type Setting } from '../config/file.js';
import { effectiveCredentials } from '../config/effective.js';
import { isForCodeCommit } from './helper-value.js';

/** A section `[credential "URL"]` that cuts off other helpers and then names a helper for CodeCommit. */
export interface HelperSection {
  /** May hold `*`. */
  readonly url: string;
  /** What Git asks because of it, without the empty value. */
  readonly helpers: readonly string[];
}

/** Finds the sections for CodeCommit, in the order of the file. */
function helperSections(entries: readonly Setting[]): readonly HelperSection[] {
  const byUrl = new Map<string, string[]>();
  for (const { key, value = '' } of entries) {
    const { section, url, name } = keyParts(key);
    if (section === 'credential' && name === 'helper' && url !== undefined)
      byUrl.set(url, [...(byUrl.get(url) ?? []), value]);
  }
  return [...byUrl].flatMap(([url, values]) => {
    const helpers = values.slice(values.lastIndexOf('') + 1);
    const isReset = helpers.length < values.length;
    return isReset && helpers.some(isForCodeCommit) ? [{ url, helpers }] : [];
  });
}

/** A URL that a section stands for, and no section for a single region or repository. */
export function sampleUrl(url: string): string {
  const sample = url.replaceAll('*', 'any');
  return /^[^/]*:\/\/[^/]*\/?$/.test(sample) ? `${sample.replace(/\/$/, '')}/v1` : sample;
}

/**
 * Puts sections that another one of the file overrules behind it: Git lets the later section win, even over a more
 * exact one, so the general must stand first and the exact last.
 */
export async function settleOrder(file: ConfigFile, tools: ConfigTools): Promise<void> {
  // Moving a general section may put it behind exact ones, which follow in the next round.
  for (let round = 0; round < 4; round += 1) {
    const entries = await listConfig(file, tools);
    const overruled = helperSections(entries).filter((section) => !prevails(section, entries));
    if (overruled.length === 0) return;
    for (const { url } of overruled.sort(fromGeneralToExact)) await moveToEnd(file, url, entries, tools);
  }
}

function prevails({ url, helpers }: HelperSection, entries: readonly Setting[]): boolean {
  const asked = effectiveCredentials(entries, sampleUrl(url)).helpers.map(({ value }) => value);
  return asked.length === helpers.length && helpers.every((value, at) => value === asked[at]);
}

function fromGeneralToExact(one: HelperSection, other: HelperSection): number {
  return stars(other) - stars(one) || one.url.length - other.url.length;
}

function stars({ url }: HelperSection): number {
  return url.split('*').length;
}

/**
 * Puts sections at the end of their file, the general first: there they stand behind everything that the file includes
 * too.
 */
export async function putLast(urls: readonly string[], file: ConfigFile, tools: ConfigTools): Promise<void> {
  const inOrder = [...new Set(urls)].map((url) => ({ url, helpers: [] })).sort(fromGeneralToExact);
  const entries = await listConfig(file, tools);
  for (const { url } of inOrder) await moveToEnd(file, url, entries, tools);
}

async function moveToEnd(
  file: ConfigFile,
  url: string,
  entries: readonly Setting[],
  tools: ConfigTools,
): Promise<void> {
  const own = entries.filter(({ key }) => keyParts(key).section === 'credential' && keyParts(key).url === url);
  await removeConfigSection(file, `credential.${url}`, tools);
  for (const { key, value = 'true' } of own)
    await addValue(file, key.replace(/usehttppath$/, 'useHttpPath'), value, tools);
}
