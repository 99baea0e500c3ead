import { isAbsolute } from 'node:path';
import type { GitRunOptions } from '../../core/ports/git.js';
import { withoutAnswers, withoutSecrets } from '../process/child-environment.js';
import { chosenGitDir, findBareRepository } from './bare-repository.js';

type Variables = Readonly<Record<string, string | undefined>>;

const network = new Set(['archive', 'clone', 'fetch', 'ls-remote', 'pull', 'push', 'remote', 'submodule']);

/**
 * The environment of a run that nobody watches: English, no question on the terminal or in a window (an empty
 * GIT_ASKPASS keeps Git from core.askPass too), and no trace, for those show what we send.
 */
export function quiet(env: Variables): Variables {
  const silent = Object.entries(env).filter(([name]) => !/^(?:GIT_TRACE|GIT_CURL_VERBOSE|SSH_ASKPASS)/.test(name));
  return {
    ...withoutRelative(Object.fromEntries(silent)),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: 'never',
  };
}

/** Git asks credential helpers, which may sign with the keys of the environment, only where it goes to the network. */
export function forGit(args: readonly string[], env: Variables): Variables {
  return goesOut(args) ? withoutAnswers(env) : withoutSecrets(env);
}

/** Whether it may go to the network, and so to credential helpers. */
export function goesOut(args: readonly string[]): boolean {
  const command = subcommand(args) ?? '';
  return network.has(command) || command === 'credential';
}

/** Looking at settings and refs never fetches, though a clone may say that objects are elsewhere (partial clone). */
export function fetchingNothing(args: readonly string[]): Variables {
  return goesOut(args) || isAlias(args) ? {} : { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1' };
}

/** Git takes its own programs from there, so a path that depends on the folder would let a clone bring them. */
export function withoutRelative(env: Variables): Variables {
  const path = env['GIT_EXEC_PATH'];
  return path === undefined || isAbsolute(path) ? env : { ...env, GIT_EXEC_PATH: undefined };
}

/** What ties Git to a repository. Source: git-rev-parse(1), `--local-env-vars`, without what carries `-c`. */
const ofRepository = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_COMMON_DIR',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_SHALLOW_FILE',
  'GIT_GRAFT_FILE',
  'GIT_REPLACE_REF_BASE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_CONFIG',
];

/**
 * Which repository a run belongs to, for every version of Git: before 2.38 `safe.bareRepository` means nothing.
 * @param program a file, so that no repository can lie below it
 */
export function repository(
  program: string,
  args: readonly string[],
  { outside, cwd, env = {} }: GitRunOptions,
): Variables {
  if (outside === true)
    return { ...Object.fromEntries(ofRepository.map((name) => [name, undefined])), GIT_DIR: `${program}/none` };
  const folder = cwd ?? process.cwd();
  if (['clone', 'version'].includes(subcommand(args) ?? '') || chosenGitDir(env, folder) !== undefined) return {};
  const bare = findBareRepository(folder);
  return bare === undefined ? {} : { GIT_DIR: bare.trusted ? bare.folder : `${program}/none` };
}

/** Whether it runs a command that is given as an alias with `-c`. */
export function isAlias(args: readonly string[]): boolean {
  return args.some((word, index) => word.startsWith('alias.') && args[index - 1] === '-c');
}

/** The words with the settings that every run of ours has. */
export function withOwnSettings(args: readonly string[]): readonly string[] {
  const command = subcommand(args) ?? '';
  if (command === 'version') return args;
  // Git 2.54 and 2.55 ask for ever when CodeCommit answers 429 to a signed request and no number of retries is set.
  return ['-c', 'safe.bareRepository=explicit', ...(network.has(command) ? ['-c', 'http.maxRetries=1'] : []), ...args];
}

/** Git's own word: what is behind its options. */
export function subcommand([first, ...rest]: readonly string[]): string | undefined {
  if (!first?.startsWith('-')) return first;
  return subcommand(
    ['-c', '-C', '--git-dir', '--work-tree', '--namespace', '--exec-path'].includes(first) ? rest.slice(1) : rest,
  );
}
