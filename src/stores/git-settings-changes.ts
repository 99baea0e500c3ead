import { everyHost, regionHosts } from '../aws/codecommit/hosts.js';
import { repositoryUrl } from '../aws/codecommit/repository.js';
import type { Ports } from '../core/ports/ports.js';
import { Problem } from '../core/problem.js';
import { bareRepositoryGuard } from '../git/settings/bare-repository-guard.js';
import { demandConfigFile } from '../git/config/place.js';
import type { ConfigFile } from '../git/config/config-file.js';
import { demandClone } from '../git/config/file.js';
import { type HelperLocation } from '../git/settings/helper-location.js';
import { helperSettings } from '../git/settings/helper-settings.js';
import { awsHelperValue, helperValue, readHelperValue } from '../git/settings/helper-value.js';
import { forgetReplaced, readReplaced, rememberReplaced } from '../git/settings/replaced.js';
import { applySettings, restoreSettings, standingSettings } from '../git/settings/settings.js';
import { isAtLeast, parseGitVersion, wildcardGit } from '../git/version.js';
import type { GitSettingsStore, HelperChoice } from './git-settings.js';

export type ChangePorts = Pick<Ports, 'git' | 'files' | 'clock' | 'program' | 'platform' | 'env' | 'homeDirectory'>;

/** What is changed in the settings: planned, written, taken back. */
type GitSettingsChanges = Pick<
  GitSettingsStore,
  'plan' | 'demandFiles' | 'demandFilesOf' | 'apply' | 'standing' | 'profiles' | 'remove'
>;

/** Where the record of what was replaced lies, and how the helper is called. */
export interface ChangeContext {
  readonly record: string;
  /** The folder of our private state. */
  readonly state: string;
  readonly place: () => Promise<HelperLocation>;
}

/** Plans, writes and takes back Git's settings, one process at a time. */
export function gitSettingsChanges(ports: ChangePorts, { record, state, place }: ChangeContext): GitSettingsChanges {
  const { git, files } = ports;
  const demands = demandsOn(ports, record);
  const alone = <T>(work: () => Promise<T>): Promise<T> =>
    files.withLock(`${state}/git-settings`, work, { waitMs: 60_000 });
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
    standing: async (profile) => await standingSettings(profile, await readReplaced(files, record), ports),
    profiles: async () => [...new Set((await readReplaced(files, record)).map(({ profile }) => profile))],
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
function demandsOn(ports: ChangePorts, record: string): Pick<GitSettingsStore, 'demandFiles' | 'demandFilesOf'> {
  const demand = async (places: readonly ConfigFile[]): Promise<void> => {
    for (const place of places) await demandConfigFile(place, ports);
    // What cannot be remembered cannot be taken back.
    if (places.length > 0) await ports.files.read(record);
  };
  return {
    demandFiles: async (settings, cwd) => {
      const scopes = [...new Set(settings.map(({ scope }) => scope))];
      if (scopes.includes('local')) await demandClone(cwd, ports);
      await demand(scopes.map((scope) => ({ scope, cwd })));
    },
    demandFilesOf: async (profile) =>
      demand((await readReplaced(ports.files, record)).filter((one) => one.profile === profile)),
  };
}

async function demandWildcards(git: ChangePorts['git']): Promise<void> {
  const version = parseGitVersion((await git.run(['version'])).stdout);
  if (version && isAtLeast(version, wildcardGit)) return;
  throw new Problem(
    'usage',
    `Git ${version?.join('.') ?? 'here'} knows no patterns for hosts, which --git-scope all needs: they came with 2.26.`,
    { hint: 'Use --git-scope region, once for each Region, or install a newer Git.' },
  );
}
