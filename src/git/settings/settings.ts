import { sentence } from '../../core/advice/advice.js';
import { doctor } from '../../core/advice/own-commands.js';
import type { GitSetting } from '../../core/plan.js';
import { hostOfPattern } from '../../aws/codecommit/hosts.js';
import { Problem } from '../../core/problem.js';
import type { ConfigFile } from '../config/config-file.js';
import { keyParts, readEntries, sameKey } from '../config/entries.js';
import { listConfig, removeConfigSection, setValues, type ConfigTools, type Setting } from '../config/file.js';
import { isForCodeCommit } from './helper-value.js';
import { overruledBy, sayOverruling } from './overruled.js';
import { broughtBy, isSamePlace, isShared, sameValues, type Replaced } from './replaced.js';
import { putLast, settleOrder } from './section-order.js';

/** What becomes of a key: what is recorded of it, and all the values that it has in the end. */
interface Change {
  readonly key: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly written: readonly string[];
}

/**
 * Writes settings through `git config`, only where they differ from what stands there; puts sections in the order in
 * which they count, and makes sure that Git does what they say.
 * @param remember is told what will be replaced, before it is; and what is right already, for whoever else relies on it
 * @throws Problem `git` where Git does not let itself be set, or does otherwise afterwards
 */
export async function applySettings(
  settings: readonly GitSetting[],
  cwd: string,
  tools: ConfigTools,
  remember: (changes: readonly Omit<Replaced, 'profile'>[]) => Promise<void>,
): Promise<void> {
  for (const scope of ['global', 'local'] as const) {
    const own = settings.filter((setting) => setting.scope === scope);
    if (own.length === 0) continue;
    const file: ConfigFile = { scope, cwd };
    const present = await listConfig(file, tools);
    const changes = changesTo(own, present);
    await remember(changes.map(({ key, before, after }) => ({ ...file, key, before, after })));
    for (const { key, written } of changes)
      if (!sameValues(valuesOf(present, key), written)) await setValues(file, key, written, tools);
    await settleOrder(file, tools);
    await putBehindIncludes(own, file, tools);
  }
  await prove(settings, cwd, tools);
}

/**
 * Takes back what `applySettings` changed for a profile, where the values are still as it left them and no other
 * profile relies on them.
 * @param record of all profiles
 * @returns what was taken back
 */
export async function restoreSettings(
  profile: string,
  record: readonly Replaced[],
  tools: ConfigTools,
): Promise<readonly GitSetting[]> {
  const restored: GitSetting[] = [];
  for (const change of record.filter((one) => one.profile === profile)) {
    const { scope, cwd, key } = change;
    const file: ConfigFile = { scope, cwd };
    const present = sameValues(change.before, change.after) ? undefined : await listIfThere(file, tools);
    const left = present && valuesLeft(change, othersOf(change, record), valuesOf(present, key));
    if (!present || !left) continue;
    await setValues(file, key, left, tools);
    const section = keyParts(key).url === undefined ? undefined : key.slice(0, key.lastIndexOf('.'));
    // Before 2.18 Git leaves the empty section behind.
    if (
      left.length === 0 &&
      section !== undefined &&
      !present.some((entry) => entry.key.startsWith(`${section}.`) && !sameKey(entry.key, key))
    )
      await removeConfigSection(file, section, tools);
    await settleOrder(file, tools);
    restored.push(...(isShared(key) ? broughtBy(change) : change.after).map((value) => ({ scope, key, value })));
  }
  return restored;
}

/** A setting of a profile's, and what becomes of it when that is taken back. */
export interface StandingSetting extends ConfigFile {
  readonly key: string;
  /** Goes; stays for another profile has the same; or for somebody has changed it since. */
  readonly fate: 'goes' | 'shared' | 'changed';
}

/** What `restoreSettings` would do with what stands there now. Nothing is changed. */
export async function standingSettings(
  profile: string,
  record: readonly Replaced[],
  tools: ConfigTools,
): Promise<readonly StandingSetting[]> {
  const standing: StandingSetting[] = [];
  for (const change of record.filter((one) => one.profile === profile)) {
    const { scope, cwd, key } = change;
    const present = sameValues(change.before, change.after) ? undefined : await listIfThere({ scope, cwd }, tools);
    const values = present && valuesOf(present, key);
    if (!values?.some((value) => value !== '' && broughtBy(change).includes(value))) continue;
    const others = othersOf(change, record);
    const isShared = others.some(({ after }) => sameValues(after, change.after));
    const goes = valuesLeft(change, others, values) !== undefined;
    standing.push({ scope, cwd, key, fate: goes ? 'goes' : isShared ? 'shared' : 'changed' });
  }
  return standing;
}

function othersOf(change: Replaced, record: readonly Replaced[]): readonly Replaced[] {
  return record.filter((other) => other.profile !== change.profile && isSamePlace(other, change));
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

/** The values that a key has once a profile's are taken back; undefined where it is to be left alone. */
function valuesLeft(
  change: Replaced,
  others: readonly Replaced[],
  present: readonly string[],
): readonly string[] | undefined {
  if (isShared(change.key)) {
    const gone = broughtBy(change).filter(
      (value) => present.includes(value) && !others.some(({ after }) => after.includes(value)),
    );
    return gone.length === 0 ? undefined : present.filter((value) => !gone.includes(value));
  }
  if (others.some(({ after }) => sameValues(after, change.after))) return undefined;
  return sameValues(present, change.after) ? change.before : undefined;
}

function changesTo(settings: readonly GitSetting[], entries: readonly Setting[]): readonly Change[] {
  const keys = [...new Set(settings.map(({ key }) => key))];
  return keys.map((key) => {
    const values = settings.filter((setting) => setting.key === key).map(({ value }) => value);
    const present = valuesOf(entries, key);
    if (isShared(key))
      return {
        key,
        before: values.filter((value) => present.includes(value)),
        after: values,
        written: [...new Set([...present, ...values])],
      };
    const written = key === 'credential.helper' ? among(present, values) : values;
    return { key, before: present, after: written, written };
  });
}

/**
 * Plain `credential.helper` belongs to every server: others stay, and one for CodeCommit is replaced where it stands.
 */
function among(present: readonly string[], values: readonly string[]): readonly string[] {
  const first = present.findIndex(isForCodeCommit);
  if (first < 0) return [...present, ...values];
  return present.flatMap((value, at) => (at === first ? values : isForCodeCommit(value) ? [] : [value]));
}

function valuesOf(entries: readonly Setting[], key: string): readonly string[] {
  return entries.filter((entry) => sameKey(entry.key, key)).map(({ value = 'true' }) => value);
}

/**
 * What a file includes counts where it includes it: behind our sections it would answer in their stead, and none of it
 * stands in the file itself.
 */
async function putBehindIncludes(settings: readonly GitSetting[], file: ConfigFile, tools: ConfigTools): Promise<void> {
  const found = overruledBy(settings, await readEntries(tools.git, file.cwd));
  if (found?.by === undefined || (found.by.scope ?? file.scope) !== file.scope) return;
  const urls = settings.flatMap(({ key }) => (key.startsWith('credential.') ? (keyParts(key).url ?? []) : []));
  await putLast(urls, file, tools);
  await settleOrder(file, tools);
}

/** Replays what Git will do for each URL, with every file it reads. */
async function prove(settings: readonly GitSetting[], cwd: string, { git }: ConfigTools): Promise<void> {
  const found = overruledBy(settings, await readEntries(git, cwd));
  if (!found) return;
  const { url, by } = found;
  throw new Problem(
    'git',
    `Git has the new settings but does not follow them for ${url}: ${sayOverruling(by)} counts more.`,
    { hint: sentence`See what is in the way: ${doctor(urlForDoctor(url))}` },
  );
}

/** One that a section stands for, as the doctor takes it. */
function urlForDoctor(url: string): string | undefined {
  if (!url.includes('*')) return url;
  const host = hostOfPattern(url.replace(/^https:\/\//, ''));
  return host === undefined ? undefined : `https://${host}`;
}
