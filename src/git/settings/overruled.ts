import { joined, sentence, type Text } from '../../core/advice/advice.js';
import { setGitSetting, unsetGitSetting, unsetVariables } from '../../core/advice/other-programs.js';
import type { GitSetting } from '../../core/plan.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { saySettings } from '../config/clone-settings.js';
import { effectiveCredentials } from '../config/effective.js';
import { keyParts, sameKey, type ConfigEntry } from '../config/entries.js';
import { configFileOf } from '../config/fix.js';
import { sampleUrl } from './section-order.js';

/** What counts more than our settings. */
export interface Overruled {
  /** As our section names it. */
  readonly url: string;
  /** Undefined where it cannot be told. */
  readonly by: ConfigEntry | undefined;
}

/** The first of our URLs for which Git does otherwise than the settings say; undefined where it does what they say. */
export function overruledBy(settings: readonly GitSetting[], entries: readonly ConfigEntry[]): Overruled | undefined {
  const plain = settings.find(({ key }) => key === 'credential.helper')?.value;
  const urls = settings
    .map(({ key }) => keyParts(key))
    .filter(({ section }) => section === 'credential')
    .map((parts) => parts.url)
    .filter((one) => one !== undefined);
  for (const url of new Set(urls)) {
    const wanted = settings.findLast(({ key }) => sameKey(key, `credential.${url}.helper`))?.value ?? plain;
    const { helpers, useHttpPath } = effectiveCredentials(entries, sampleUrl(url));
    const place = helpers.findIndex(({ value }) => value === wanted);
    if (wanted !== undefined && (place < 0 || (place > 0 && plain === undefined)))
      return { url, by: helpers[0] ?? lastFor(url, 'helper', entries) };
    if (!useHttpPath) return { url, by: lastFor(url, 'usehttppath', entries) };
  }
  return undefined;
}

/** The last entry of that name which counts for a URL. */
function lastFor(url: string, name: string, entries: readonly ConfigEntry[]): ConfigEntry | undefined {
  return entries.findLast((entry) => {
    if (keyParts(entry.key).name !== name) return false;
    const { helpers, useHttpPath } = effectiveCredentials([{ key: entry.key, value: 'true' }], sampleUrl(url));
    return helpers.length > 0 || useHttpPath;
  });
}

/** In words, for a sentence. */
export function sayOverruling(by: ConfigEntry | undefined): string {
  return by === undefined
    ? 'another setting'
    : `${printable(by.key, 200)} in ${printable(by.origin.replace(/^file:/, ''), 200)}`;
}

const order = ['system', 'global', 'local', 'worktree', 'command'];

/**
 * What Git would read once the settings were written: each in the place of those of its key and file, else behind all
 * of that file. Git before 2.26 does not say which file is whose: there nothing is foreseen of what comes by variables.
 */
export function withSettings(entries: readonly ConfigEntry[], settings: readonly GitSetting[]): readonly ConfigEntry[] {
  const rank = ({ scope }: Pick<ConfigEntry, 'scope'>): number => order.indexOf(scope ?? 'global');
  let all = [...entries];
  for (const scope of ['global', 'local'] as const) {
    const own = settings.filter((setting) => setting.scope === scope);
    const rest = all.filter((entry) => entry.scope !== scope || !own.some(({ key }) => isReplaced(key, entry)));
    const at = rest.filter((entry) => rank(entry) <= order.indexOf(scope)).length;
    const added = own.map(({ key, value }) => ({ scope, origin: '', key: key.replace(/[^.]+$/, lower), value }));
    all = [...rest.slice(0, at), ...added, ...rest.slice(at)];
  }
  return all;
}

function isReplaced(key: string, entry: ConfigEntry): boolean {
  // Plain `credential.helper` is every server's, and stays.
  return sameKey(key, entry.key) && key !== 'credential.helper';
}

function lower(name: string): string {
  return name.toLowerCase();
}

/**
 * That nothing we may write would count.
 * @param env the variables that Git is run with
 * @param foreign what a clone brings that Git would go by: all of it is said at once
 */
export function cannotWin(
  { url, by }: Overruled,
  env: Readonly<Record<string, string | undefined>>,
  foreign: readonly ConfigEntry[] = [],
): Problem {
  const others = foreign.filter((entry) => !isSameEntry(entry, by));
  const more =
    others.length === 0 ? '' : ` This clone brings more that Git would go by: ${saySettings(others).join('; ')}.`;
  return new Problem(
    'git',
    `Settings written now would not count for ${url}: ${sayOverruling(by)} counts more.${more} Nothing was changed.`,
    { hint: by && whatCan(by, env) },
  );
}

function isSameEntry(one: ConfigEntry, other: ConfigEntry | undefined): boolean {
  return one.key === other?.key && one.value === other.value && one.origin === other.origin;
}

function whatCan(by: ConfigEntry, env: Readonly<Record<string, string | undefined>>): Text | undefined {
  const place = configFileOf(by);
  if (place !== undefined) {
    const isOff = keyParts(by.key).name === 'usehttppath';
    const pattern = by.value === '' ? '^$' : undefined;
    return sentence`Change it where it stands: ${isOff ? setGitSetting(place, by.key, 'true') : unsetGitSetting(place, by.key, pattern)}`;
  }
  const names = ['GIT_CONFIG_COUNT', 'GIT_CONFIG_PARAMETERS'].filter((name) => env[name] !== undefined);
  return joined([
    env['GIT_CONFIG_PARAMETERS'] === undefined
      ? 'It comes by variables.'
      : 'It comes by variables, which Git sets for its flag -c: leave that out, or unset them.',
    names.length === 0 ? undefined : sentence`${unsetVariables(names)}`,
  ]);
}
