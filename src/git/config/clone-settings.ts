import { printable } from '../../core/text/printable.js';
import { keyParts, type ConfigEntry } from './entries.js';
import { placeOf } from './fix.js';

/** The sections in which a setting can name a program, or say where Git sends what it sends. */
export const steeringSections = '^(credential|http|url|remote|core|protocol|alias|pager)\\.';

// What decides how much, how fast and how often, and never who is asked or what is run.
const harmlessHttp = new Set([
  'emptyauth',
  'extraheader',
  'lowspeedlimit',
  'lowspeedtime',
  'maxrequests',
  'maxretries',
  'maxretrytime',
  'minsessions',
  'noepsv',
  'postbuffer',
  'retryafter',
  'useragent',
  'version',
]);

const steering: Readonly<Record<string, (name: string, entry: ConfigEntry) => boolean>> = {
  alias: (_, { key }) => key === 'alias.codecommit',
  pager: (_, { key }) => key === 'pager.codecommit',
  core: (name, { value = 'true' }) =>
    ['askpass', 'gitproxy', 'sshcommand'].includes(name) ||
    (name === 'fsmonitor' && !/^(?:true|false|yes|no|on|off|0|1|)$/i.test(value)),
  credential: (name, { value }) => name === 'helper' && value !== '',
  http: (name) => !harmlessHttp.has(name),
  protocol: (name) => name === 'allow',
  remote: (name) => ['proxy', 'proxyauthmethod', 'receivepack', 'uploadpack', 'vcs'].includes(name),
  url: (name) => name === 'insteadof' || name === 'pushinsteadof',
};

/**
 * The settings that a clone brings itself, files that it includes too, by which Git would run a program, or send what
 * it sends another way: helpers, proxies, certificates, other addresses. Whoever wrote the clone may have chosen them
 * (a clone that came as an archive). Source: git-config(1).
 * @param entries of `steeringSections`, as `readEntries` gives them
 */
export function steeringSettings(entries: readonly ConfigEntry[]): readonly ConfigEntry[] {
  return entries.filter((entry) => {
    const { section, name } = keyParts(entry.key);
    return (
      (entry.scope === 'local' || entry.scope === 'worktree') && steering[section]?.(name.toLowerCase(), entry) === true
    );
  });
}

/** A setting for people: what it says, without a login in it, and where it stands. */
export function saySetting(entry: ConfigEntry): string {
  const value = (entry.value ?? 'true').replace(/\/\/[^/@\s]*@/g, '//');
  return `${printable(entry.key, 200)} = ${printable(value, 120)} (${printable(placeOf(entry), 200)})`;
}

/** More than anybody reads, and more than any clone of good will brings. */
const mostSaid = 12;

/**
 * Settings for people, each as `saySetting` says it: a clone may bring any number, so at most twelve, of every variable
 * one before a second of the same, and how many more there are. None is hidden behind many of another kind.
 */
export function saySettings(entries: readonly ConfigEntry[]): readonly string[] {
  const variable = ({ key }: ConfigEntry): string => {
    const { section, name } = keyParts(key);
    return `${section}.${name.toLowerCase()}`;
  };
  const known = new Set<string>();
  const [first, again]: [ConfigEntry[], ConfigEntry[]] = [[], []];
  for (const entry of entries) {
    (known.has(variable(entry)) ? again : first).push(entry);
    known.add(variable(entry));
  }
  const more = entries.length - mostSaid;
  const said = [...first, ...again].slice(0, mostSaid).map(saySetting);
  return more > 0 ? [...said, `${more} more`] : said;
}
