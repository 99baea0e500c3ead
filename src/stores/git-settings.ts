import { everyHost, isGitHostPattern, regionHosts } from '../aws/codecommit/hosts.js';
import { repositoryUrl } from '../aws/codecommit/repository.js';
import type { Git } from '../core/ports/git.js';
import type { GitSetting } from '../core/plan.js';
import type { Ports } from '../core/ports/ports.js';
import { Problem } from '../core/problem.js';
import { environmentRecipe } from '../core/recipe.js';
import { bareRepositoryGuard, guardKeys, guardsBareRepositories } from '../git/settings/bare-repository-guard.js';
import { steeringSections, steeringSettings } from '../git/config/clone-settings.js';
import { demandConfigFile } from '../git/config/place.js';
import type { ConfigFile } from '../git/config/file.js';
import { keyParts, readEntries, type ConfigEntry } from '../git/config/entries.js';
import { effectiveCredentials } from '../git/config/effective.js';
import { parseGitUrl } from '../git/config/url-match.js';
import { codeCommitHelper } from '../git/settings/codecommit-helper.js';
import { locateHelper, type HelperLocation } from '../git/settings/helper-location.js';
import { helperSettings } from '../git/settings/helper-settings.js';
import { awsHelperValue, helperValue, isForCodeCommit, readHelperValue } from '../git/settings/helper-value.js';
import { isOwnSetting } from '../git/settings/own-helper.js';
import { forgetReplaced, readReplaced, rememberReplaced } from '../git/settings/replaced.js';
import { choiceIn, ownerIn } from '../git/settings/set-up-before.js';
import { sampleUrl } from '../git/settings/section-order.js';
import { applySettings, restoreSettings } from '../git/settings/settings.js';
import { isAtLeast, parseGitVersion, wildcardGit } from '../git/version.js';

/** Git's settings for CodeCommit, as commands ask about them. */
export interface GitSettingsStore {
  /** The lines that set Git up for a profile; undefined stands for the environment. */
  plan(choice: HelperChoice): Promise<readonly GitSetting[]>;
  /** The profile that a URL's helper answers for now, if the helper is ours or the AWS CLI's. */
  profileFor(url: string, cwd: string): Promise<string | undefined>;
  /** The same for a clone that is still to be made, or a folder that is none. */
  profileOutside(url: string): Promise<string | undefined>;
  /**
   * Whether, outside of clones, Git asks a helper for CodeCommit, first and without a profile, about a URL and its
   * path: so that it finds the keys of the machine.
   */
  asksWithoutProfile(url: string): Promise<boolean>;
  /** The profile that a URL was set up for last, by the record of what setups replaced; whatever stands there now. */
  ownerOf(url: string, cwd: string): Promise<string | undefined>;
  /** For what, and with which helper, a profile was set up last, by the same record. */
  chosenFor(profile: string): Promise<Pick<HelperChoice, 'scope' | 'helper'> | undefined>;
  /**
   * Of `entries`, what a clone brings that names a program, a helper, a proxy, certificates or another address, and
   * that is not ours.
   */
  foreignIn(entries: readonly ConfigEntry[]): Promise<readonly ConfigEntry[]>;
  /** The same of the clone a folder lies in. */
  foreign(cwd: string): Promise<readonly ConfigEntry[]>;
  /** Whether Git takes a folder without `.git` for a repository only where that is said (`safe.bareRepository`). */
  guardsBareRepositories(): Promise<boolean>;
  /** The URLs that use each profile. */
  uses(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The URLs of git-remote-codecommit among the remotes and submodules of the clone a folder lies in. */
  remoteHelperUrls(cwd: string): Promise<readonly string[]>;
  /** Makes sure that the files that settings go to are files, or not there yet. Throws Problem `file`, `usage`. */
  demandFiles(settings: readonly GitSetting[], cwd: string): Promise<void>;
  /** The same for those that a profile's settings were written to, and would be taken back from. */
  demandFilesOf(profile: string): Promise<void>;
  /** Writes through `git config`, reads back, and remembers what was replaced. */
  apply(profile: string, settings: readonly GitSetting[], cwd: string): Promise<void>;
  /** Takes back what `apply` wrote, where it still is as it was left. */
  remove(profile: string): Promise<readonly GitSetting[]>;
}

export interface HelperChoice {
  readonly scope: 'region' | 'all' | 'repository' | 'local' | 'global' | 'none';
  readonly helper: 'codecommit' | 'aws';
  readonly profile: string | undefined;
  readonly region: string;
  readonly host: string;
  readonly repository: string | undefined;
  /** Also that Git takes a folder without `.git` for a repository only where that is said. */
  readonly guardBareRepositories?: boolean | undefined;
}

type GitSettingsPorts = Pick<Ports, 'git' | 'files' | 'clock' | 'program' | 'platform' | 'env' | 'homeDirectory'>;

/** Opens the store of Git's settings. @param paths.state holds the record of what was replaced */
export function openGitSettingsStore(
  ports: GitSettingsPorts,
  paths: { readonly state: string; readonly data: string },
): GitSettingsStore {
  const { git, files } = ports;
  const record = `${paths.state}/git-settings.json`;
  const place = async (): Promise<HelperLocation> =>
    locateHelper({
      ...(await ports.program.facts()),
      platform: ports.platform,
      version: ports.program.version,
      data: paths.data,
    });
  const demands = demandsOn(ports, record);
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    files.withLock(`${paths.state}/git-settings`, work, { waitMs: 60_000 });
  const foreignIn = async (entries: readonly ConfigEntry[]): Promise<readonly ConfigEntry[]> => {
    const steering = steeringSettings(entries);
    if (steering.length === 0) return [];
    const own = {
      command: (await place()).command,
      node: (await ports.program.facts()).node,
      data: paths.data,
      record: await readReplaced(files, record),
    };
    return steering.filter((entry) => !isOwnSetting(entry, own));
  };
  return {
    async plan(choice) {
      if (choice.scope === 'all') await demandWildcards(git);
      const value =
        choice.helper === 'aws' ? awsHelperValue(choice.profile) : helperValue((await place()).command, choice.profile);
      return [
        ...helperSettings({ ...urlsOf(choice), scope: choice.scope, value, everyHost: everyHost() }),
        ...(choice.guardBareRepositories === true ? [bareRepositoryGuard] : []),
      ];
    },
    async profileFor(url, cwd) {
      return profileOf(await readEntries(git, cwd), url);
    },
    async profileOutside(url) {
      return profileOf(await readEntries(git, undefined, { outside: true }), url);
    },
    async asksWithoutProfile(url) {
      const {
        helpers: [first],
        useHttpPath,
      } = effectiveCredentials(await readEntries(git, undefined, { outside: true }), url);
      const value = first?.value ?? '';
      return useHttpPath && isForCodeCommit(value) && readHelperValue(value).profile === undefined;
    },
    async ownerOf(url, cwd) {
      return ownerIn(await readReplaced(files, record), url, cwd);
    },
    async chosenFor(profile) {
      return choiceIn(await readReplaced(files, record), profile);
    },
    foreignIn,
    async foreign(cwd) {
      return await foreignIn(await readEntries(git, cwd, { keys: steeringSections }));
    },
    async guardsBareRepositories() {
      return guardsBareRepositories(await readEntries(git, undefined, { keys: guardKeys, outside: true }));
    },
    uses: async () => usesIn(await readEntries(git)),
    remoteHelperUrls: (cwd) => remoteHelperUrls(git, cwd),
    ...demands,
    async apply(profile, settings, cwd) {
      await demands.demandFiles(settings, cwd);
      const { copyTo } = await place();
      if (copyTo !== undefined && settings.some(({ value }) => readHelperValue(value).kind === 'codecommit'))
        await ports.program.copyTo(copyTo);
      await alone(() =>
        applySettings(settings, cwd, ports, (changes) =>
          rememberReplaced(
            files,
            record,
            changes.map((change) => ({ profile, ...change })),
          ),
        ),
      );
    },
    remove: (profile) =>
      alone(async () => {
        await demands.demandFilesOf(profile);
        const restored = await restoreSettings(profile, await readReplaced(files, record), ports);
        await forgetReplaced(files, record, profile);
        return restored;
      }),
  };
}

function urlsOf({ region, host, repository }: HelperChoice): {
  hosts: readonly string[];
  repositoryUrl: string | undefined;
} {
  return {
    hosts: regionHosts(region, host),
    repositoryUrl: repository === undefined ? undefined : repositoryUrl({ region, host, name: repository }),
  };
}

/** Whether what would be written to are files. */
function demandsOn(ports: GitSettingsPorts, record: string): Pick<GitSettingsStore, 'demandFiles' | 'demandFilesOf'> {
  const demand = async (places: readonly ConfigFile[]): Promise<void> => {
    for (const place of places) await demandConfigFile(place, ports);
    // What cannot be remembered cannot be taken back.
    if (places.length > 0) await ports.files.read(record);
  };
  return {
    demandFiles: (settings, cwd) =>
      demand([...new Set(settings.map(({ scope }) => scope))].map((scope) => ({ scope, cwd }))),
    demandFilesOf: async (profile) =>
      demand((await readReplaced(ports.files, record)).filter((one) => one.profile === profile)),
  };
}

async function demandWildcards(git: GitSettingsPorts['git']): Promise<void> {
  const version = parseGitVersion((await git.run(['version'])).stdout);
  if (version && isAtLeast(version, wildcardGit)) return;
  throw new Problem(
    'usage',
    `Git ${version?.join('.') ?? 'here'} knows no patterns for hosts, which --git-scope all needs: they came with 2.26.`,
    { hint: 'Use --git-scope region, once for each Region, or install a newer Git.' },
  );
}

/** The profile of the first helper for CodeCommit that Git asks for a URL. */
function profileOf(entries: readonly ConfigEntry[], url: string): string | undefined {
  return codeCommitHelper(entries, url)?.profile;
}

/** The URLs of all sections under which Git asks a helper for CodeCommit, by profile. */
function usesIn(entries: readonly ConfigEntry[]): ReadonlyMap<string, readonly string[]> {
  const urls = new Set(
    entries
      .map(({ key }) => keyParts(key))
      .filter(({ section }) => section === 'credential')
      .map(({ url }) => url ?? `https://${everyHost()[0] ?? ''}`),
  );
  const uses = new Map<string, string[]>();
  for (const url of urls) {
    const helper = isCodeCommit(url) ? codeCommitHelper(entries, sampleUrl(url)) : undefined;
    const profile = helper && (helper.profile ?? environmentRecipe);
    if (profile !== undefined) uses.set(profile, [...(uses.get(profile) ?? []), url]);
  }
  return uses;
}

function isCodeCommit(url: string): boolean {
  const { scheme, host } = parseGitUrl(url, { globs: true }) ?? { scheme: '', host: '' };
  return scheme === 'https' && isGitHostPattern(host);
}

/** Also those of submodules that nobody has initialised yet: `.gitmodules` of the clone's working tree. */
async function remoteHelperUrls(git: Pick<Git, 'run'>, cwd: string): Promise<readonly string[]> {
  const top = (await git.run(['rev-parse', '--show-toplevel'], { cwd })).stdout.trimEnd();
  const files = [[], ...(top === '' ? [] : [['--file', `${top}/.gitmodules`]])];
  const answers = await Promise.all(
    files.map((file) =>
      git.run(['config', '-z', ...file, '--get-regexp', '^(remote|submodule)\\..*\\.(url|pushurl)$', '^codecommit:'], {
        cwd,
      }),
    ),
  );
  const urls = answers
    .flatMap(({ stdout }) => stdout.split('\0'))
    .flatMap((entry) => (entry.includes('\n') ? [entry.slice(entry.indexOf('\n') + 1)] : []));
  return [...new Set(urls)];
}
