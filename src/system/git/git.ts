import type { Git } from '../../core/ports/git.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { unreadableHint } from '../../git/git-failure.js';
import { isAtLeast, oldestGit, parseGitVersion } from '../../git/version.js';
import { withoutSecrets } from '../process/child-environment.js';
import { findProgram } from '../process/find-program.js';
import { unannounced } from '../process/announce.js';
import type { Announce } from '../process/announce.js';
import type { LendTerminal } from '../process/lend-terminal.js';
import { chosenGitDir, findBareRepository } from './bare-repository.js';
import { configLock } from './config-lock.js';
import { installGit, onTerminal, quietly } from './git-process.js';
import {
  fetchingNothing,
  forGit,
  goesOut,
  isAlias,
  quiet,
  repository,
  subcommand,
  withOwnSettings,
  withoutRelative,
} from './run-environment.js';

type Variables = Readonly<Record<string, string | undefined>>;

/** Git reads its settings whatever it does, and waits for ever where one of their files is a pipe. */
const patienceMs = 20_000;
/** The same where it may go to the network, and nobody has said how long. */
const networkPatienceMs = 120_000;
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
  if (program === undefined) throw new Problem('git', 'Git was not found.', { hint: installGit });
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
  if (!version) throw new Problem('git', `${program} does not say which version of Git it is.`, { hint: installGit });
  if (!isAtLeast(version, oldestGit))
    throw new Problem(
      'git',
      `Git ${version.join('.')} is too old: it cannot be told to leave out other credential helpers.`,
      { hint: installGit },
    );
}
