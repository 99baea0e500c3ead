import { setGitSetting, setRemoteUrl, unsetGitSetting } from '../../core/advice/other-programs.js';
import type { Advice } from '../../core/advice/advice.js';
import { configFileOf, placeOf } from '../../git/config/fix.js';
import { keyParts, type ConfigEntry } from '../../git/config/entries.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import { isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { fail, ok, skip, warn } from '../check.js';
import type { Check, CheckPorts, CheckResult, DiagnosisFacts } from '../check.js';
import { hiddenClone } from '../common/hidden-clone.js';
import { isElsewhere } from '../common/region.js';

/** What is wrong with how a URL is written; nothing where Git and temporary credentials get along with it. */
interface Fault {
  readonly level: 'fail' | 'warn';
  readonly text: string;
}

export const remoteUrl: Check = {
  id: 'remote-url',
  title: 'Remote URL',
  async run(facts, ports) {
    const { url, remote } = facts;
    if (url === undefined && facts.gitProblem !== undefined) return skip('Git cannot be asked for it.');
    if (url === undefined)
      return (
        (await hiddenClone(facts, ports)) ??
        skip('No CodeCommit URL is known: this is no clone of one of its repositories.')
      );
    const fault = await faultOf(url, facts, ports);
    if (fault !== undefined) return told(fault, 'fetch', url, facts);
    const pushUrl = remote?.pushUrl ?? url;
    const pushFault = pushUrl === url ? undefined : await faultOf(pushUrl, facts, ports);
    if (pushFault !== undefined)
      return told({ ...pushFault, level: 'warn', text: `For a push: ${pushFault.text}` }, 'push', pushUrl, facts);
    const elsewhere = await isElsewhere(facts, ports);
    if (elsewhere !== undefined)
      return fail(
        `The repository is not in ${String(facts.region)}, which the URL names, but in ` +
          `${String(facts.recipe?.region)}.`,
        setUrl(elsewhere, 'fetch', facts),
      );
    return ok(`${printable(url)}${remote === undefined ? '' : ` (${remote.kind} ${printable(remote.name)})`}`);
  },
};

async function faultOf(
  url: string,
  facts: DiagnosisFacts,
  { git }: Pick<CheckPorts, 'git'>,
): Promise<Fault | undefined> {
  const user = /^https?:\/\/([^/@]*)@/.exec(url)?.[1];
  if (/^ssh:|^[^/]+@[^/]+:/.test(url))
    return {
      level: 'fail',
      text: `${printable(withoutLogin(url))} uses SSH, for which temporary credentials are no use.`,
    };
  if (url.startsWith('codecommit:')) return await remoteHelperFault(url, facts, git);
  if (user !== undefined)
    return { level: 'fail', text: 'The URL carries a user name, so Git takes that and does not use the helper.' };
  if (!url.startsWith('https:'))
    return { level: 'fail', text: `${printable(url)} is not https, and CodeCommit speaks nothing else.` };
  if (url.endsWith('/') && new URL(url).pathname !== '/')
    return {
      level: 'warn',
      text:
        'The URL ends in a slash. Git leaves it out; other programs ask CodeCommit for a repository of ' +
        'that name, and do not find it.',
    };
  return undefined;
}

/** git-remote-codecommit signs by itself, by way of botocore; Git's helpers play no part in it. */
async function remoteHelperFault(url: string, { cwd }: DiagnosisFacts, git: CheckPorts['git']): Promise<Fault> {
  const { code } = await git.run(
    ['-c', 'alias.has-remote-codecommit=!command -v git-remote-codecommit', 'has-remote-codecommit'],
    { cwd, timeoutMs: 20_000 },
  );
  const missing = code !== 0;
  return {
    level: missing ? 'fail' : 'warn',
    text:
      `${printable(url)} is for git-remote-codecommit, ` +
      `${missing ? 'which is not installed' : 'which signs by itself and uses no credential helper'}.`,
  };
}

function withoutLogin(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}

function told({ level, text }: Fault, way: 'fetch' | 'push', url: string, facts: DiagnosisFacts): CheckResult {
  const rewrite = rewriteOf(url, way, facts);
  const place = rewrite && configFileOf(rewrite);
  const where =
    rewrite === undefined ? '' : ` It is ${printable(rewrite.key)} in ${printable(placeOf(rewrite))} that makes it so.`;
  const clean = cleaned(url);
  const fix =
    rewrite === undefined
      ? clean === undefined
        ? undefined
        : setUrl(clean, way, facts)
      : place && unsetGitSetting(place, rewrite.key);
  return { ...(level === 'fail' ? fail : warn)(`${text}${where}`, fix) };
}

function cleaned(url: string): string | undefined {
  try {
    const clean = parseRepository(url).url;
    return clean === url ? undefined : clean;
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}

/** The `url.<base>.insteadOf` that made a URL what it is, where the remote itself says otherwise. */
function rewriteOf(url: string, way: 'fetch' | 'push', { remote, rewrites }: DiagnosisFacts): ConfigEntry | undefined {
  if (remote === undefined || remote.written === url) return undefined;
  const fits = (name: string): ConfigEntry | undefined =>
    rewrites.find(
      ({ key, value = '' }) =>
        keyParts(key).name === name && url.startsWith(keyParts(key).url ?? ' ') && remote.written.startsWith(value),
    );
  return (way === 'push' ? fits('pushinsteadof') : undefined) ?? fits('insteadof');
}

function setUrl(url: string, way: 'fetch' | 'push', { remote }: DiagnosisFacts): Advice | undefined {
  if (remote === undefined) return undefined;
  if (remote.kind === 'submodule') return setGitSetting([], `submodule.${remote.name}.url`, url);
  return setRemoteUrl(remote.name, url, { push: way === 'push' });
}
