import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { isAbsolute } from 'node:path';
import type { Git, GitResult, GitRunOptions } from '../../core/ports/git.js';
import { printable } from '../../core/text/printable.js';
import { Problem, cancelled } from '../../core/problem.js';
import { tookTooLong, unreadableHint } from '../../git/git-failure.js';
import { isAtLeast, oldestGit, parseGitVersion } from '../../git/version.js';
import { configLock } from './config-lock.js';
import { chosenGitDir, findBareRepository } from './bare-repository.js';
import { findProgram } from '../process/find-program.js';
import { withoutAnswers, withoutSecrets } from '../process/child-environment.js';
import { startChild, whenEnded } from '../process/children.js';
import { unannounced } from '../process/announce.js';
import type { Announce } from '../process/announce.js';
import type { LendTerminal } from '../process/lend-terminal.js';

type Variables = Readonly<Record<string, string | undefined>>;

const install = 'Install Git 2.9 or newer: https://git-scm.com/downloads';
/** Git reads its settings whatever it does, and waits for ever where one of their files is a pipe. */
const patienceMs = 20_000;
/** The same where it may go to the network, and nobody has said how long. */
const networkPatienceMs = 120_000;
/** Far more characters than Git's settings, or the branches of any repository, take. */
const mostCharacters = 64 * 1024 * 1024;
const network = new Set(['archive', 'clone', 'fetch', 'ls-remote', 'pull', 'push', 'remote', 'submodule']);

/** How Git's runs show themselves. */
export interface GitTalk {
  /** Gives Git the terminal where it talks to the person itself. */
  readonly lend?: LendTerminal | undefined;
  /** Says that Git is waited for, where a run takes long. */
  readonly announce?: Announce | undefined;
}

/**
 * Git as it is installed here. It is looked for at the first use.
 * @param env of this process
 * @param signal ends every run, with a Problem `cancelled`
 */
export function systemGit(
  env: Variables = process.env,
  signal?: AbortSignal,
  { lend = (work) => work(), announce = unannounced }: GitTalk = {},
): Git {
  let found: string | undefined;
  const program = (): string => (found ??= findGit(env));
  return {
    async ready() {
      await demandGit(program(), env, signal);
    },
    async run(args, options = {}) {
      const given = { ...quiet(forGit(args, env)), ...fetchingNothing(args), ...options.env };
      return announce(`Waiting for Git (git ${printable(subcommand(args) ?? '', 40)})`, () =>
        quietly(program(), withOwnSettings(args), {
          ...options,
          timeoutMs: options.timeoutMs ?? (goesOut(args) || isAlias(args) ? networkPatienceMs : patienceMs),
          env: { ...given, ...repository(program(), args, { ...options, env: given }) },
          signal,
        }),
      );
    },
    async show(args, options = {}) {
      // An alias runs a command of our own, which is given the same answers as this process.
      const given = { ...(isAlias(args) ? env : forGit(args, env)), ...options.env };
      // A clone may name a pager for any word (`pager.<cmd>`), one that is an alias too.
      return lend(() =>
        onTerminal(program(), ['--no-pager', ...withOwnSettings(args)], {
          ...options,
          env: { ...withoutRelative(given), ...repository(program(), args, { ...options, env: given }) },
          signal,
        }),
      );
    },
    lockOf: configLock,
    embedded(cwd) {
      if (chosenGitDir(env, cwd) !== undefined) return undefined;
      const found = findBareRepository(cwd);
      return found?.trusted === false ? found.folder : undefined;
    },
  };
}

function findGit(env: Variables): string {
  const program = findProgram('git', env);
  if (program === undefined) throw new Problem('git', 'Git was not found.', { hint: install });
  return program;
}

async function demandGit(program: string, env: Variables, signal: AbortSignal | undefined): Promise<void> {
  const { code, stdout, stderr } = await quietly(program, ['version'], {
    env: quiet(withoutSecrets(env)),
    timeoutMs: patienceMs,
    signal,
  });
  const version = parseGitVersion(stdout);
  // Git reads its settings even for this, and stops where they are broken.
  if (!version && stderr !== '')
    throw new Problem('git', `Git does not start: ${printable(stderr.trim().replace(/^fatal: /, ''))}`, {
      hint: unreadableHint(code),
    });
  if (!version) throw new Problem('git', `${program} does not say which version of Git it is.`, { hint: install });
  if (!isAtLeast(version, oldestGit))
    throw new Problem(
      'git',
      `Git ${version.join('.')} is too old: it cannot be told to leave out other credential helpers.`,
      { hint: install },
    );
}

/**
 * The environment of a run that nobody watches: English, no question on the terminal or in a window (an empty
 * GIT_ASKPASS keeps Git from core.askPass too), and no trace, for those show what we send.
 */
function quiet(env: Variables): Variables {
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
function forGit(args: readonly string[], env: Variables): Variables {
  return goesOut(args) ? withoutAnswers(env) : withoutSecrets(env);
}

function goesOut(args: readonly string[]): boolean {
  const command = subcommand(args) ?? '';
  return network.has(command) || command === 'credential';
}

/** Looking at settings and refs never fetches, though a clone may say that objects are elsewhere (partial clone). */
function fetchingNothing(args: readonly string[]): Variables {
  return goesOut(args) || isAlias(args) ? {} : { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1' };
}

/** Git takes its own programs from there, so a path that depends on the folder would let a clone bring them. */
function withoutRelative(env: Variables): Variables {
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
function repository(program: string, args: readonly string[], { outside, cwd, env = {} }: GitRunOptions): Variables {
  if (outside === true)
    return { ...Object.fromEntries(ofRepository.map((name) => [name, undefined])), GIT_DIR: `${program}/none` };
  const folder = cwd ?? process.cwd();
  if (['clone', 'version'].includes(subcommand(args) ?? '') || chosenGitDir(env, folder) !== undefined) return {};
  const bare = findBareRepository(folder);
  return bare === undefined ? {} : { GIT_DIR: bare.trusted ? bare.folder : `${program}/none` };
}

function isAlias(args: readonly string[]): boolean {
  return args.some((word, index) => word.startsWith('alias.') && args[index - 1] === '-c');
}

function withOwnSettings(args: readonly string[]): readonly string[] {
  const command = subcommand(args) ?? '';
  if (command === 'version') return args;
  // Git 2.54 and 2.55 ask for ever when CodeCommit answers 429 to a signed request and no number of retries is set.
  return ['-c', 'safe.bareRepository=explicit', ...(network.has(command) ? ['-c', 'http.maxRetries=1'] : []), ...args];
}

function subcommand([first, ...rest]: readonly string[]): string | undefined {
  if (!first?.startsWith('-')) return first;
  return subcommand(
    ['-c', '-C', '--git-dir', '--work-tree', '--namespace', '--exec-path'].includes(first) ? rest.slice(1) : rest,
  );
}

/** What stops a run before its end. */
interface Stop {
  readonly signal: AbortSignal | undefined;
}

function quietly(
  program: string,
  args: readonly string[],
  { cwd, env = {}, input, timeoutMs, signal }: GitRunOptions & Stop,
): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw cancelled();
    // Git does its network work in children of its own, which would go on when Git alone is ended.
    const git = startChild(program, args, { cwd, env, stdio: 'pipe', ownGroup: true, windowsHide: true });
    const child = git.process as ChildProcessWithoutNullStreams;
    let stopped: string | undefined;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            stopped ??= 'it does not come to an end';
            git.kill();
          }, timeoutMs);
    const stop = (): void => git.end();
    signal?.addEventListener('abort', stop, { once: true });
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (text: string) => {
        if (output[name].length + text.length <= mostCharacters) {
          output[name] += text;
        } else if (stopped === undefined) {
          stopped = 'what it prints does not come to an end';
          output.stderr = '';
          git.kill();
        }
      });
    // Git may end without having read everything; its exit code says more than a broken pipe.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const ended = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    child.on('error', (error) => {
      ended();
      reject(cannotStart(program, cwd, error));
    });
    whenEnded(child, (code, killedBy) => {
      ended();
      if (signal?.aborted && code !== 0) reject(cancelled());
      else
        resolve(
          stopped !== undefined
            ? { code: tookTooLong, stdout: output.stdout, stderr: output.stderr || stopped }
            : { code: exitCode(code, killedBy), ...output },
        );
    });
  });
}

/** Git has Ctrl-C from the terminal itself, and so long to end and to remove what it has begun, before it is told to. */
const ownEndMs = 1_000;
/** A clone that is given up is removed, which may be much. */
const removalMs = 10_000;

function onTerminal(
  program: string,
  args: readonly string[],
  { cwd, env = {}, signal }: Pick<GitRunOptions, 'cwd' | 'env'> & Stop,
): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw cancelled();
    // Standard output is ours, for data; what Git says goes where all talk goes.
    const git = startChild(program, args, { cwd, env, stdio: [0, 2, 2] });
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      timer = setTimeout(() => git.end(removalMs), ownEndMs);
    };
    signal?.addEventListener('abort', stop, { once: true });
    const ended = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    git.process.on('error', (error) => {
      ended();
      reject(cannotStart(program, cwd, error));
    });
    git.process.on('close', (code, killedBy) => {
      ended();
      if (signal?.aborted && code !== 0) reject(cancelled());
      else resolve(exitCode(code, killedBy));
    });
  });
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
}

function cannotStart(program: string, cwd: string | undefined, cause: Error): Problem {
  if (cwd !== undefined && !existsSync(cwd)) return new Problem('file', `There is no folder ${cwd}.`, { cause });
  return new Problem('git', `Git could not be started (${program}).`, { hint: install, cause });
}
