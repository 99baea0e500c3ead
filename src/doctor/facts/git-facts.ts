import { parseGitHost } from '../../aws/codecommit/hosts.js';
import { parseRepository, type RepositoryHint } from '../../aws/codecommit/repository.js';
import { isProblem, Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Git } from '../../core/ports/git.js';
import { printable } from '../../core/text/printable.js';
import type { DiagnosisFacts } from '../check.js';
import type { DiagnosisRequest } from '../diagnosis-request.js';
import { readEntries, type ConfigEntry } from '../../git/config/entries.js';
import { guardKeys, guardsBareRepositories } from '../../git/settings/bare-repository-guard.js';
import { steeringSections } from '../../git/config/clone-settings.js';
import { codeCommitHelper } from '../../git/settings/codecommit-helper.js';
import { unreadableHint } from '../../git/git-failure.js';
import { findRemote } from '../../git/current-remote.js';
import type { Stores } from '../../stores/stores.js';

type GitPorts = Pick<Ports, 'git' | 'cwd' | 'files' | 'env' | 'homeDirectory' | 'platform'>;

/** What Git says of itself and of the clone. */
export type GitFacts = Pick<
  DiagnosisFacts,
  'gitProblem' | 'entries' | 'rewrites' | 'remote' | 'foreign' | 'embedded' | 'guardsBareRepositories'
>;

/**
 * For a folder in the place of its settings Git only warns as long as it is asked for no more than a setting, and stops
 * at all that people type in a clone.
 */
async function demandReadable(git: Pick<Git, 'run'>): Promise<void> {
  const { code, stderr } = await git.run(['version']);
  const folder = /^warning: (unable to access .*: Is a directory)$/m.exec(stderr)?.[1];
  if (folder !== undefined)
    throw new Problem('git', `Git does not work: ${printable(folder)}`, { hint: unreadableHint(code) });
}

/** Asks Git for its settings, and which remote is meant. */
export async function gitFacts(
  { url, confirmed = [] }: DiagnosisRequest,
  ports: GitPorts,
  { settings }: Pick<Stores, 'settings'>,
): Promise<GitFacts> {
  try {
    await ports.git.ready();
    await demandReadable(ports.git);
    const all = await readEntries(ports.git, ports.cwd, { keys: `${steeringSections}|${guardKeys}` });
    const of = (fits: (key: string) => boolean): readonly ConfigEntry[] => all.filter(({ key }) => fits(key));
    const seen = new Set(confirmed.map(idOf));
    return {
      gitProblem: undefined,
      entries: of((key) => /^(credential|http)\./.test(key)),
      rewrites: of((key) => /^url\..*\.(push)?insteadof$/s.test(key)),
      foreign: (await settings.foreignIn(all)).filter((entry) => !seen.has(idOf(entry))),
      embedded: ports.git.embedded(ports.cwd),
      guardsBareRepositories: guardsBareRepositories(of((key) => key === 'safe.barerepository')),
      remote: url === undefined ? await findRemote(ports) : undefined,
    };
  } catch (error) {
    if (!isProblem(error, 'git')) throw error;
    return {
      gitProblem: error,
      entries: [],
      rewrites: [],
      foreign: [],
      embedded: undefined,
      guardsBareRepositories: false,
      remote: undefined,
    };
  }
}

function idOf({ origin, key, value }: ConfigEntry): string {
  return JSON.stringify([origin, key, value]);
}

/** What is not of unknown origin: by a helper that is, nobody's profile is chosen. */
export function known({ entries, foreign }: Pick<GitFacts, 'entries' | 'foreign'>): readonly ConfigEntry[] {
  return entries.filter((entry) => !foreign.includes(entry));
}

/** The URL that is meant: the one given, else the clone's, else one that the profile is set up for. */
export async function urlAndRemote(
  { profile, url }: DiagnosisRequest,
  { remote, ...git }: GitFacts,
  ports: GitPorts,
  stores: Stores,
): Promise<Pick<DiagnosisFacts, 'url' | 'remote'>> {
  if (url !== undefined) return { url, remote: undefined };
  if (profile === undefined || (remote !== undefined && (await usesIt(profile, remote.url, known(git), ports, stores))))
    return { url: remote?.url, remote };
  const own = (await stores.settings.uses()).get(profile)?.find((one) => !one.includes('*'));
  return own === undefined ? { url: remote?.url, remote } : { url: own, remote: undefined };
}

async function usesIt(
  profile: string,
  url: string,
  entries: readonly ConfigEntry[],
  ports: GitPorts,
  stores: Stores,
): Promise<boolean> {
  const clean = readUrl(url)?.url;
  return (
    clean !== undefined &&
    (codeCommitHelper(entries, clean)?.profile === profile ||
      (await stores.settings.ownerOf(clean, ports.cwd)) === profile)
  );
}

export function readUrl(url: string | undefined): RepositoryHint | undefined {
  try {
    return url === undefined ? undefined : parseRepository(url);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/** The bare address of a host, as it stands in a section of Git's settings. */
export function hostUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^https:\/\/[^/]+\/?$/.test(url) && parseGitHost(new URL(url).host) !== undefined
    ? url.replace(/\/$/, '')
    : undefined;
}
