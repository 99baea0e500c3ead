import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import type { GitResult, GitRunOptions } from '../../core/ports/git.js';
import { Problem, cancelled } from '../../core/problem.js';
import { tookTooLong } from '../../git/git-failure.js';
import { startChild, whenEnded } from '../process/children.js';

/** What to do where Git is missing. */
export const installGit = 'Install Git 2.9 or newer: https://git-scm.com/downloads';

/** Far more characters than Git's settings, or the branches of any repository, take. */
const mostCharacters = 64 * 1024 * 1024;
/** What stops a run before its end. */
export interface Stop {
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs Git where nobody sees it, and gives what it said.
 * @throws Problem `cancelled`, `git` where it cannot be started, `file` where there is no such folder
 */
export function quietly(
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

/**
 * Runs Git before the person's eyes, and gives its exit code.
 * @throws as above
 */
export function onTerminal(
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
  return new Problem('git', `Git could not be started (${program}).`, { hint: installGit, cause });
}
