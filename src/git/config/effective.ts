import { keyParts, type ConfigEntry } from './entries.js';
import { matchUrl, parseGitUrl, type GitUrl, type MatchQuality } from './url-match.js';

/** What Git does about the credentials of a URL. */
export interface EffectiveCredentials<Entry> {
  /** The helpers Git asks, in this order. */
  readonly helpers: readonly Entry[];
  readonly useHttpPath: boolean;
  /** A user name set in the configuration. */
  readonly username: string | undefined;
}

type Setting = Pick<ConfigEntry, 'key' | 'value'>;

/**
 * Replays how Git gathers the helpers of a URL: every section that matches counts, in the order of reading and not of
 * exactness, and an empty value forgets all before it. Source: credential.c, `credential_apply_config`;
 * gitcredentials(7).
 * @param entries in the order in which Git reads them
 * @param url with its path, as in a remote
 */
export function effectiveCredentials<Entry extends Setting>(
  entries: readonly Entry[],
  url: string,
): EffectiveCredentials<Entry> {
  const parsed = parseGitUrl(url);
  let helpers: Entry[] = [];
  let useHttpPath = false;
  let username: string | undefined;
  for (const entry of entries) {
    const { section, url: pattern, name } = keyParts(entry.key);
    if (section !== 'credential' || (pattern !== undefined && !matchesCredential(url, parsed, pattern))) continue;
    if (name === 'helper') helpers = entry.value === '' ? [] : [...helpers, entry];
    else if (name === 'usehttppath') useHttpPath = isTrue(entry.value);
    else if (name === 'username') username ??= entry.value;
  }
  return { helpers, useHttpPath, username };
}

/**
 * The values of `http.<name>` that count for a URL, in the order of reading: of a variable with one value the last is
 * meant. A value is passed over if one from a better matching section came before. Source: urlmatch.c,
 * `urlmatch_config_entry`.
 */
export function effectiveHttp<Entry extends Setting>(
  entries: readonly Entry[],
  url: string,
  name: string,
): readonly Entry[] {
  const parsed = parseGitUrl(url);
  let best: MatchQuality = { host: 0, path: 0, user: false };
  return entries.filter(({ key }) => {
    const parts = keyParts(key);
    if (parts.section !== 'http' || parts.name !== name.toLowerCase() || !parsed) return false;
    const quality = parts.url === undefined ? { host: 0, path: 0, user: false } : qualityOf(parsed, parts.url);
    if (!quality || isWorse(quality, best)) return false;
    best = quality;
    return true;
  });
}

/** Whether a section `[credential "PATTERN"]` counts for a URL. */
function matchesCredential(url: string, parsed: GitUrl | undefined, pattern: string): boolean {
  const whole = parseGitUrl(pattern, { globs: true });
  if (whole) return parsed !== undefined && matchUrl(parsed, whole) !== undefined;
  return matchesPart(url, pattern);
}

function qualityOf(url: GitUrl, pattern: string): MatchQuality | undefined {
  const parsed = parseGitUrl(pattern, { globs: true });
  return parsed && matchUrl(url, parsed);
}

function isWorse(one: MatchQuality, other: MatchQuality): boolean {
  return (one.host - other.host || one.path - other.path || Number(one.user) - Number(other.user)) < 0;
}

// A pattern may be a part of a URL: `https://`, `host`, `/path` (Git 2.27 and newer). What it names must be the same,
// letter by letter. Source: credential.c, `match_partial_url`.
function matchesPart(url: string, pattern: string): boolean {
  const whole = partsOf(url);
  return partsOf(pattern).every((part, at) => part === '' || part === whole[at]);
}

function partsOf(text: string): readonly string[] {
  const [, scheme, user, host, path] =
    /^(?:(.+?):\/\/)?(?:([^/?#@:]*)[^/?#@]*@)?([^/?#]*)(?:[/?#]\/*(.*?))?\/*$/s.exec(text) ?? [];
  return [scheme, user, host, path].map((part = '') => decoded(part));
}

function decoded(text: string): string {
  const bytes = Buffer.from(text)
    .toString('latin1')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Git's own idea of true. Source: git-config(1), "Values". */
function isTrue(value: string | undefined): boolean {
  if (value === undefined) return true;
  return /^(true|yes|on)$/i.test(value) || (/^[+-]?\d+[kmg]?$/i.test(value) && !/^[+-]?0+[kmg]?$/i.test(value));
}
