import type { Git } from '../../core/ports/git.js';
import { readEntries, keyParts, type ConfigEntry } from '../../git/config/entries.js';
import { effectiveHttp } from '../../git/config/effective.js';
import { listHeads } from '../../git/proof.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';
import { oncePerDiagnosis } from './once-per-diagnosis.js';
import { tryGit } from './git-works.js';

/** What Git goes by and gets through without: a setting, or a variable that is set. */
export type Hindrance =
  | {
      readonly kind: 'setting';
      readonly entry: ConfigEntry;
      /** Those that it was read with. */
      readonly among: readonly ConfigEntry[];
    }
  | { readonly kind: 'variable'; readonly name: string };

/**
 * What keeps Git from CodeCommit, found by trying: Git is run without its files, with the same settings as they were
 * read, but for one of them, or one variable; where it then gets through, that one was it. Two are looked for where
 * none is it alone. Empty where nothing is found so: with a Git before 2.32, that cannot be run without its files, or
 * where the cause is none of them. Source: git(1), GIT_CONFIG_GLOBAL; git-config(1), GIT_CONFIG_COUNT.
 */
export const whatStopsGit = oncePerDiagnosis(look);

const sections = '^(credential|http|protocol|transfer|url)\\.|^core\\.(askpass|gitproxy)$';

/** More than any machine has of one kind; each costs a run of Git. */
const mostTried = 40;
const mostPaired = 8;
/** One try, and all of them together: a host that does not answer takes its time with each. */
const oneTryMs = 15_000;
const patienceMs = 60_000;

async function look(facts: DiagnosisFacts, ports: Pick<CheckPorts, 'git' | 'clock'>): Promise<readonly Hindrance[]> {
  const { cleanUrl, cwd, foreign, gitProblem } = facts;
  if (cleanUrl === undefined || gitProblem !== undefined) return [];
  if ((await tryGit(facts, ports)) === undefined) return [];
  const all = await readEntries(ports.git, cwd, { keys: sections, outside: foreign.length > 0 });
  const inTime: Pick<Git, 'run'> = {
    run: (args, options) => ports.git.run(args, { ...options, timeoutMs: oneTryMs }),
  };
  const until = ports.clock.now().getTime() + patienceMs;
  const getsThroughWithout = async (left: readonly Hindrance[]): Promise<boolean> => {
    if (ports.clock.now().getTime() >= until) return false;
    const entries = all.filter((entry) => !left.some((one) => one.kind === 'setting' && one.entry === entry));
    const names = left.flatMap((one) => (one.kind === 'variable' ? [one.name] : []));
    const env = { ...replayed(entries), ...Object.fromEntries(names.map((name) => [name, undefined])) };
    return (await listHeads(cleanUrl, { cwd, outside: true, env }, inTime)).code === 0;
  };
  const suspects: readonly Hindrance[] = [
    ...variablesIn(facts.env).map((name) => ({ kind: 'variable', name }) as const),
    ...all
      .flatMap((entry) => (isSuspect(entry, cleanUrl) ? [{ kind: 'setting', entry, among: all } as const] : []))
      .reverse(),
  ].slice(0, mostTried);
  for (const suspect of suspects) if (await getsThroughWithout([suspect])) return [suspect];
  // The same one may be set in several places, as in both cases of a proxy's name.
  for (const alike of groups(suspects)) if (await getsThroughWithout(alike)) return alike;
  if (suspects.length > mostPaired) return [];
  for (const [at, one] of suspects.entries())
    for (const other of suspects.slice(at + 1)) if (await getsThroughWithout([one, other])) return [one, other];
  return [];
}

/** Nothing but these settings, in this order, whatever stands in files and variables. */
function replayed(entries: readonly ConfigEntry[]): Record<string, string | undefined> {
  return {
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_PARAMETERS: undefined,
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(({ key, value = 'true' }, at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  };
}

/** What a helper is, and whom it is for, other checks look at. */
function isSuspect(entry: ConfigEntry, url: string): boolean {
  const { section, name } = keyParts(entry.key);
  if (section === 'http') return effectiveHttp([entry], url, name).length > 0;
  return section !== 'credential' || (name !== 'helper' && name !== 'usehttppath');
}

/**
 * Variables by which Git, curl, the TLS libraries and the loader go: by their beginnings, so that those of newer
 * versions are among them. Left out are those that choose a repository or a file of settings, and those that show and
 * ask. Sources: git(1), "Environment Variables"; curl(1), "ENVIRONMENT"; openssl-env(7); ld.so(8); resolv.conf(5).
 */
function variablesIn(env: DiagnosisFacts['env']): readonly string[] {
  return Object.keys(env).filter((name) => env[name] !== undefined && bears.test(name) && !others.test(name));
}

const bears =
  /^(?:GIT_|CURL_|SSL|OPENSSL|GNUTLS_|NSS_|KRB5|LD_|DYLD_|RES_OPTIONS$|LOCALDOMAIN$|HOSTALIASES$|NETRC$)|_proxy$/i;
const others =
  /^GIT_(?:CODECOMMIT|CONFIG|TRACE|DIR$|WORK_TREE|COMMON_DIR|INDEX|OBJECT_|ALTERNATE|CEILING|ASKPASS|TERMINAL|SSH|(?:AUTHOR|COMMITTER)_|(?:SEQUENCE_)?EDITOR|PAGER)/i;

function groups(suspects: readonly Hindrance[]): readonly (readonly Hindrance[])[] {
  const byName = new Map<string, Hindrance[]>();
  for (const one of suspects) {
    const name = one.kind === 'setting' ? variableOf(one.entry.key) : /_proxy$/i.test(one.name) ? '_proxy' : one.name;
    byName.set(name, [...(byName.get(name) ?? []), one]);
  }
  return [...byName.values()].filter(({ length }) => length > 1);
}

/** `http.proxy`, whatever URL it is for. */
function variableOf(key: string): string {
  const { section, name } = keyParts(key);
  return `${section}.${name.toLowerCase()}`;
}
