import type { GitSetting } from '../core/plan.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/printable.js';
import { keyParts, readEntries, type ConfigEntry } from './config-entries.js';
import { listConfig, removeSection, setValues, type ConfigFile, type ConfigTools, type Setting } from './config-file.js';
import { effectiveCredentials } from './effective.js';
import { readHelperValue } from './helper-value.js';
import { isSamePlace, sameValues, type Replaced } from './replaced.js';
import { sampleUrl, settleOrder } from './section-order.js';

/** The values that a key is to have. */
interface WantedValues {
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Writes settings through `git config`, only where they differ from what stands there; puts sections in the order in
 * which they count, and makes sure that Git does what they say.
 * @param remember is told what will be replaced, before it is; and what is right already, for whoever else relies on it
 * @throws Problem `git` where Git does not let itself be set, or does otherwise afterwards
 */
export async function applySettings(settings: readonly GitSetting[], cwd: string, tools: ConfigTools, remember: (changes: readonly Omit<Replaced, 'profile'>[]) => Promise<void>): Promise<void> {
  for (const scope of ['global', 'local'] as const) {
    const own = settings.filter((setting) => setting.scope === scope);
    if (own.length === 0) continue;
    const file: ConfigFile = { scope, cwd };
    const present = await listConfig(file, tools);
    const changes = wantedValues(own, present).map(({ key, values }) => {
      return { ...file, key, before: valuesOf(present, key), after: values };
    });
    await remember(changes);
    for (const { key, before, after } of changes) if (!sameValues(before, after)) await setValues(file, key, after, tools);
    await settleOrder(file, tools);
  }
  await prove(settings, cwd, tools);
}

/**
 * Takes back what `applySettings` changed for a profile, where the values are still as it left them and no other profile
 * relies on them.
 * @param record of all profiles
 * @returns what was taken back
 */
export async function restoreSettings(profile: string, record: readonly Replaced[], tools: ConfigTools): Promise<readonly GitSetting[]> {
  const restored: GitSetting[] = [];
  for (const change of record.filter((one) => one.profile === profile)) {
    const { scope, cwd, key, before, after } = change;
    const file: ConfigFile = { scope, cwd };
    const shared = record.some((other) => other.profile !== profile && isSamePlace(other, change) && sameValues(other.after, after));
    const present = shared || sameValues(before, after) ? undefined : await listIfThere(file, tools);
    if (!present || !sameValues(valuesOf(present, key), after)) continue;
    await setValues(file, key, before, tools);
    const section = keyParts(key).url === undefined ? undefined : key.slice(0, key.lastIndexOf('.'));
    // Before 2.18 Git leaves the empty section behind.
    if (section !== undefined && !present.some((entry) => entry.key.startsWith(`${section}.`) && !sameKey(entry.key, key))) await removeSection(file, section, tools);
    await settleOrder(file, tools);
    restored.push(...after.map((value) => ({ scope, key, value })));
  }
  return restored;
}

async function listIfThere(file: ConfigFile, tools: ConfigTools): Promise<readonly Setting[] | undefined> {
  try {
    return await listConfig(file, tools);
  } catch (error) {
    // A clone that has been deleted or moved took its settings along.
    if (file.scope === 'local' && error instanceof Problem) return undefined;
    throw error;
  }
}

function wantedValues(settings: readonly GitSetting[], present: readonly Setting[]): readonly WantedValues[] {
  const keys = [...new Set(settings.map(({ key }) => key))];
  return keys.map((key) => {
    const values = settings.filter((setting) => setting.key === key).map(({ value }) => value);
    return { key, values: key === 'credential.helper' ? among(valuesOf(present, key), values) : values };
  });
}

/** Plain `credential.helper` belongs to every server: others stay, and one for CodeCommit is replaced where it stands. */
function among(present: readonly string[], values: readonly string[]): readonly string[] {
  const isCodeCommit = (value: string): boolean => readHelperValue(value).kind !== 'other';
  const first = present.findIndex(isCodeCommit);
  if (first < 0) return [...present, ...values];
  return present.flatMap((value, at) => (at === first ? values : isCodeCommit(value) ? [] : [value]));
}

function valuesOf(entries: readonly Setting[], key: string): readonly string[] {
  return entries.filter((entry) => sameKey(entry.key, key)).map(({ value = 'true' }) => value);
}

// Git prints the variable in lower case, and takes it in any.
function sameKey(one: string, other: string): boolean {
  const [a, b] = [keyParts(one), keyParts(other)];
  return a.section === b.section && a.url === b.url && a.name.toLowerCase() === b.name.toLowerCase();
}

/** Replays what Git will do for each URL, with every file it reads. */
async function prove(settings: readonly GitSetting[], cwd: string, { git }: ConfigTools): Promise<void> {
  const entries = await readEntries(git, cwd);
  const plain = settings.find(({ key }) => key === 'credential.helper')?.value;
  for (const url of new Set(settings.map(({ key }) => keyParts(key).url).filter((one) => one !== undefined))) {
    const wanted = settings.findLast(({ key }) => sameKey(key, `credential.${url}.helper`))?.value ?? plain;
    const { helpers, useHttpPath } = effectiveCredentials(entries, sampleUrl(url));
    const place = helpers.findIndex(({ value }) => value === wanted);
    if (wanted !== undefined && (place < 0 || (place > 0 && plain === undefined))) throw overruled(url, helpers[0] ?? lastReset(entries));
    if (!useHttpPath) throw overruled(url, entries.findLast(({ key }) => keyParts(key).name === 'usehttppath'));
  }
}

function lastReset(entries: readonly ConfigEntry[]): ConfigEntry | undefined {
  return entries.findLast(({ key, value }) => keyParts(key).name === 'helper' && value === '');
}

function overruled(url: string, by: ConfigEntry | undefined): Problem {
  const what = by === undefined ? 'another setting' : `${printable(by.key)} in ${printable(by.origin.replace(/^file:/, ''))}`;
  return new Problem('git', `Git has the new settings but does not follow them for ${url}: ${what} counts more.`, { hint: `See what is in the way: git codecommit doctor ${sampleUrl(url)}` });
}
