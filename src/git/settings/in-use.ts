import type { GitSetting } from '../../core/plan.js';
import type { ConfigView } from '../config/conditional.js';
import { effectiveCredentials } from '../config/effective.js';
import { keyParts, sameKey, type ConfigEntry } from '../config/entries.js';
import { isMisquoted } from './aws-helper-value.js';
import { isForCodeCommit, readHelperValue } from './helper-value.js';
import { overruledBy, withSettings } from './overruled.js';
import { sampleUrl } from './section-order.js';
import { sameValues } from './replaced.js';

/** Somebody's helper for CodeCommit, which Git asks now. */
export interface InUse {
  readonly entry: ConfigEntry;
  /** Among which it was read. */
  readonly view: ConfigView;
  /** For what it answers. */
  readonly url: string;
  /** Whether the settings keep Git from asking it first. */
  readonly isSetAside: boolean;
}

/** What is looked at. */
export interface InUseFacts {
  /** The first is what Git reads here. */
  readonly views: readonly ConfigView[];
  /** That would be written. */
  readonly settings: readonly GitSetting[];
  /** Whose settings they are; undefined stands for the environment. */
  readonly profile: string | undefined;
  /** The URL that is set up. */
  readonly url: string;
  /** The path of the user's own file. */
  readonly userFile: string | undefined;
}

/**
 * The helpers for CodeCommit that Git asks now for the URL that is set up, and those that the settings would set aside
 * for whatever URL and under whatever condition: decided as Git does, in the order of reading. A helper that Git has for
 * every server, and that names no CodeCommit, is nobody's set-up for it; one with the same profile is the same.
 */
export function helpersInUse({ views, settings, profile, url, userFile }: InUseFacts): readonly InUse[] {
  const found: InUse[] = [];
  const isInForce = stands(settings, views[0]?.entries ?? []);
  const isOfClone = settings.length > 0 && settings.every(({ scope }) => scope === 'local');
  for (const view of isOfClone ? views.slice(0, 1) : views) {
    const after = isInForce ? view.entries : afterwards(view.entries, settings);
    for (const of of new Set([url, ...sectionUrls(settings), ...sectionUrls(view.entries)])) {
      const entry = firstFor(view.entries, of);
      if (entry === undefined || isSame(entry, profile)) continue;
      const isSetAside = firstFor(after, of) !== entry && !isMovedBehind(entry, view.entries, settings, userFile);
      const answers = of === url && view === views[0];
      if ((isSetAside || answers) && !found.some((other) => isSameLine(other.entry, entry)))
        found.push({ entry, view, url: of, isSetAside });
    }
  }
  return found;
}

function firstFor(entries: readonly ConfigEntry[], url: string): ConfigEntry | undefined {
  return effectiveCredentials(entries, url).helpers.find((entry) => isSetUpFor(entry, url));
}

function isSetUpFor(entry: ConfigEntry, url: string): boolean {
  const { value = '' } = entry;
  if (value === '' || isMisquoted(value)) return false;
  return isForCodeCommit(value) || /codecommit/i.test(value) || !isForEveryHost(entry, url);
}

/** Whether its section counts as well for a host that has no label but the last in common with the URL's. */
function isForEveryHost(entry: ConfigEntry, url: string): boolean {
  const elsewhere = url.replace(/^(https?:\/\/)([^/:]+)/, (_, scheme: string, host: string) => {
    return `${scheme}${host.replace(/[^.]+(?=\.)/g, 'other')}`;
  });
  return effectiveCredentials([entry], elsewhere).helpers.length > 0;
}

function sectionUrls(entries: readonly Pick<ConfigEntry, 'key'>[]): readonly string[] {
  return entries.flatMap((entry) => {
    const { section, url, name } = keyParts(entry.key);
    return section === 'credential' && name === 'helper' && url !== undefined ? [sampleUrl(url)] : [];
  });
}

function isSame({ value = '' }: ConfigEntry, profile: string | undefined): boolean {
  return isForCodeCommit(value) && readHelperValue(value).profile === profile;
}

/** Whether nothing is to be written: all of it is there, and counts. */
function stands(settings: readonly GitSetting[], entries: readonly ConfigEntry[]): boolean {
  const isThere = settings.every(({ scope, key }) =>
    sameValues(
      entries.filter((entry) => entry.scope === scope && sameKey(entry.key, key)).map(({ value = 'true' }) => value),
      settings.filter((other) => other.scope === scope && other.key === key).map(({ value }) => value),
    ),
  );
  return isThere && overruledBy(settings, entries) === undefined;
}

function afterwards(entries: readonly ConfigEntry[], settings: readonly GitSetting[]): readonly ConfigEntry[] {
  // Of the helpers that every server has, those for CodeCommit are replaced where they stand.
  const isGeneral = settings.some(({ key }) => key === 'credential.helper');
  const rest = entries.filter(
    ({ scope, key, value = '' }) =>
      !(isGeneral && key === 'credential.helper' && (scope ?? 'global') === 'global' && isForCodeCommit(value)),
  );
  return withSettings(rest, settings);
}

/** More exact sections of the same file are put behind ours, if they cut off what was before them. */
function isMovedBehind(
  { origin, key, value = '' }: ConfigEntry,
  entries: readonly ConfigEntry[],
  settings: readonly GitSetting[],
  userFile: string | undefined,
): boolean {
  const isReset = entries.some((other) => other.origin === origin && other.key === key && other.value === '');
  return (
    userFile !== undefined &&
    origin === `file:${userFile}` &&
    keyParts(key).url !== undefined &&
    isReset &&
    isForCodeCommit(value) &&
    settings.every((setting) => setting.scope === 'global' && !sameKey(setting.key, key))
  );
}

function isSameLine(one: ConfigEntry, other: ConfigEntry): boolean {
  return one.origin === other.origin && one.key === other.key && one.value === other.value;
}
