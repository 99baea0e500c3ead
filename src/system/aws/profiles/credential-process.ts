import type { ChildProcess } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { isatty } from 'node:tty';
import { splitCommandLine } from '../../../aws/command-line.js';
import { parseProcessOutput } from '../../../aws/credential-formats/process-output.js';
import type { Credentials } from '../../../core/credentials.js';
import { Problem, cancelled } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import { withoutAnswers } from '../../process/child-environment.js';
import { findProgram } from '../../process/find-program.js';
import type { Env } from '../../network/proxy.js';
import { startChild, whenEnded } from '../../process/children.js';
import { rememberModes } from '../../process/lend-terminal.js';
import type { LendTerminal } from '../../process/lend-terminal.js';

/** Enough for a person who is asked by the command itself, in a window or at the terminal. */
const patienceMs = 60_000;

/** Far more than any answer. */
const mostCharacters = 1_000_000;

export interface CommandOptions {
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** Told what the command wrote to its standard error although it worked: hints for the person. */
  readonly said?: ((text: string) => void) | undefined;
  /** Gives it the terminal meanwhile. */
  readonly lendTerminal?: LendTerminal | undefined;
}

/**
 * The credentials that a command prints, run as the AWS CLI runs a `credential_process`: split into words, without a
 * shell, and on our terminal, where it may ask for a code or a passphrase. Standard input it gets only where that is the
 * terminal too, for else it may be Git's.
 * @throws Problem `usage` where there is no such program, `aws` where it fails, takes too long or prints something else
 */
export async function credentialsOfCommand(
  command: string,
  env: Env,
  { now, signal, timeoutMs = patienceMs, said, lendTerminal = (work) => work() }: CommandOptions,
): Promise<Credentials> {
  const [name, ...args] = splitCommandLine(command, process.platform);
  const program = programCalled(name ?? '', env);
  if (program === undefined) throw noProgram(name ?? '');
  const { code, stdout, stderr } = await lendTerminal(async () => {
    const modes = await rememberModes();
    try {
      return await run(program, args, env, { signal, timeoutMs });
    } finally {
      await modes?.restore();
    }
  }, 'Waiting for the command that prints the credentials');
  if (code !== 0) throw failed(code, stderr, timeoutMs);
  if (stderr.trim() !== '') said?.(printable(lastLines(stderr)));
  return parseProcessOutput(stdout, now());
}

/** A path as it is, if it is a whole one; never something below the current folder, which may be anybody's clone. */
function programCalled(name: string, env: Env): string | undefined {
  if (isAbsolute(name)) return name;
  return name === '' || /[/\\]/.test(name) ? undefined : findProgram(name.replace(/\.exe$/i, ''), env);
}

interface Ended {
  /** `late` or `endless` where it was ended by us, a signal's name where somebody else did. */
  readonly code: number | 'late' | 'endless' | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  program: string,
  args: readonly string[],
  env: Env,
  { signal, timeoutMs }: { signal: AbortSignal | undefined; timeoutMs: number },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) throw cancelled();
    const command = startChild(program, args, {
      env: withoutAnswers(env),
      stdio: [isatty(0) ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const child = command.process;
    const output = { stdout: '', stderr: '' };
    let ended: 'late' | 'endless' | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => command.end();
    // As a job in the background that reads from the terminal is stopped until it is in front, and we with it.
    const watch = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        ended ??= 'late';
        stop();
      }, timeoutMs);
    };
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      process.off('SIGCONT', watch);
    };
    const end = (code: number | null, killed: NodeJS.Signals | null): void => {
      over();
      if (signal?.aborted) reject(cancelled());
      else resolve({ ...output, code: ended ?? code ?? killed ?? 1 });
    };
    watch();
    process.on('SIGCONT', watch);
    signal?.addEventListener('abort', stop, { once: true });
    collect(child, output, () => {
      if (ended !== undefined) return;
      ended = 'endless';
      stop();
    });
    child.on('error', (cause: NodeJS.ErrnoException) => {
      over();
      reject(
        cause.code === 'ENOENT'
          ? noProgram(program)
          : new Problem('aws', `The command could not be started: ${printable(cause.message, 200)}`, { cause }),
      );
    });
    whenEnded(child, end);
  });
}

function collect(child: ChildProcess, output: { stdout: string; stderr: string }, onTooMuch: () => void): void {
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      // Of what it says to people, the end is told.
      const all = output[name] + text;
      output[name] = name === 'stdout' ? all.slice(0, mostCharacters) : all.slice(-mostCharacters);
      if (name === 'stdout' && all.length > mostCharacters) onTooMuch();
    });
  }
}

function noProgram(name: string): Problem {
  return new Problem('usage', name === '' ? 'The command is empty.' : `There is no program ${printable(name, 200)}.`, {
    hint: 'Give the whole path, and arguments with blanks in quotation marks; the command is run without a shell.',
    question: 'command',
  });
}

/** The command itself is not repeated: people put secrets into it. What it wrote to standard error is. */
function failed(code: Ended['code'], stderr: string, timeoutMs: number): Problem {
  const how =
    code === 'late'
      ? `it took longer than ${timeoutMs / 1000} seconds`
      : code === 'endless'
        ? 'it printed far more than credentials'
        : typeof code === 'string'
          ? `it was ended by ${code}`
          : `it failed with exit code ${code}`;
  const said = lastLines(stderr);
  return new Problem(
    'aws',
    `The command gave no credentials: ${how}${said === '' ? ' and said nothing' : `: ${printable(said)}`}`,
    {
      hint: 'Run the command by itself to see what it needs.',
    },
  );
}

function lastLines(text: string): string {
  return text.trim().split(/\r?\n/).slice(-3).join(' ');
}
