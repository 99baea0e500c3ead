import { everyHost } from '../aws/codecommit/hosts.js';
import { isGitHostPattern } from '../aws/codecommit/hosts.js';
import type { Git } from '../core/ports/git.js';
import type { Ports } from '../core/ports/ports.js';
import { environmentRecipe } from '../core/recipe.js';
import { guardKeys, guardsBareRepositories } from '../git/settings/bare-repository-guard.js';
import { keyParts, readEntries, type ConfigEntry } from '../git/config/entries.js';
import { effectiveCredentials } from '../git/config/effective.js';
import { parseGitUrl } from '../git/config/url-match.js';
import { codeCommitHelper } from '../git/settings/codecommit-helper.js';
import { isForCodeCommit, readHelperValue } from '../git/settings/helper-value.js';
import { knownReplaced } from '../git/settings/replaced.js';
import { choiceIn, ownerIn } from '../git/settings/set-up-before.js';
import { sampleUrl } from '../git/settings/section-order.js';
import type { GitSettingsStore } from './git-settings.js';

/** What is asked about the settings: which profile is used for what, now and by the record. */
type GitSettingsUses = Pick<
  GitSettingsStore,
  | 'profileFor'
  | 'profileOutside'
  | 'asksWithoutProfile'
  | 'ownerOf'
  | 'chosenFor'
  | 'guardsBareRepositories'
  | 'uses'
  | 'helpersBelow'
  | 'remoteHelperUrls'
>;

/** Reads which profile Git's settings use for what. @param record the path of what was replaced */
export function gitSettingsUses({ git, files }: Pick<Ports, 'git' | 'files'>, record: string): GitSettingsUses {
  return {
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
      return ownerIn(await knownReplaced(files, record), url, cwd);
    },
    async chosenFor(profile) {
      return choiceIn(await knownReplaced(files, record), profile);
    },
    async guardsBareRepositories() {
      return guardsBareRepositories(await readEntries(git, undefined, { keys: guardKeys, outside: true }));
    },
    uses: async () => usesIn(await readEntries(git)),
    async helpersBelow(folder) {
      const start = slashes(`${folder}/`);
      return (await readEntries(git)).filter(({ key, value = '' }) => {
        const isHelper = keyParts(key).name === 'helper' && value !== '';
        return isHelper && readHelperValue(value).paths.some((path) => slashes(path).startsWith(start));
      });
    },
    remoteHelperUrls: (cwd) => remoteHelperUrls(git, cwd),
  };
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

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
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
