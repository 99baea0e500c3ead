import type { Git, GitRunOptions } from '../../core/ports/git.js';
import { printable } from '../../core/text/printable.js';
import { hideSecrets } from '../../core/text/hide-secrets.js';
import { withoutSecrets } from './child-environment.js';
import { startChild, whenEnded } from './children.js';
import { openControllingTerminal } from './controlling-terminal.js';
import { untilAborted } from './until-aborted.js';
import { writeDescriptor } from '../files/descriptors.js';

interface AskPassPorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly git: Pick<Git, 'run'>;
  /** Ends the asking. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for an MFA code the way Git asks for a password: by the askpass program of the environment or the configuration,
 * else on the terminal. Standard input belongs to Git and is never read.
 * Source: gitcredentials(7), "REQUESTING CREDENTIALS"; `credential.interactive` in git-config(1).
 * @param refused why the code before was not taken
 * @returns what was answered; undefined where nobody can be asked
 */
export async function askCodeAsGitDoes(
  profile: string,
  refused: string | undefined,
  { env, git, signal }: AskPassPorts,
): Promise<string | undefined> {
  const interactive = await configured('credential.interactive', git);
  if (interactive !== undefined && /^(?:false|no|off|0|never)$/i.test(interactive)) return undefined;
  const name = printable(profile, 100);
  const why =
    refused === undefined
      ? `The session of profile '${name}' has ended; AWS wants an MFA code for a new one.`
      : printable(hideSecrets(refused), 300);
  const prompt = `MFA-code for '${name}':`;
  // A program that only a clone names is none of the user's.
  const program =
    given(env['GIT_ASKPASS']) ??
    (await configured('core.askPass', git, { outside: true })) ??
    given(env['SSH_ASKPASS']);
  if (program !== undefined) {
    writeDescriptor(2, `${why}\n`);
    return await askProgram(program, prompt, env, signal);
  }
  return env['GIT_TERMINAL_PROMPT'] === '0' ? undefined : await askTerminal(`${why}\n${prompt} `, signal);
}

/** Longer than any code or passphrase; a program that prints more is ended, and has answered nothing. */
const mostCharacters = 65_536;

/** Exactly three words: the askpass programs of editors read the third one out of the prompt. */
function askProgram(
  program: string,
  prompt: string,
  env: AskPassPorts['env'],
  signal: AbortSignal | undefined,
): Promise<string> {
  return new Promise((resolve) => {
    const asking = startChild(program, [prompt], { env: withoutSecrets(env), stdio: ['ignore', 'pipe', 'inherit'] });
    const child = asking.process;
    signal?.addEventListener('abort', () => asking.end(), { once: true });
    let answer = '';
    let isEndless = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
      if (answer.length <= mostCharacters) return;
      answer = '';
      isEndless = true;
      asking.kill();
    });
    child.on('error', () => resolve(''));
    whenEnded(child, (code) => resolve(code === 0 && !isEndless ? (answer.split(/\r?\n/)[0] ?? '') : ''));
  });
}

async function askTerminal(prompt: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const terminal = await openControllingTerminal();
  try {
    return terminal && (await untilAborted(terminal.ask(prompt), signal));
  } finally {
    // While it is read from, closing it waits for somebody to press Enter.
    if (signal?.aborted !== true) await terminal?.close();
  }
}

async function configured(
  key: string,
  git: AskPassPorts['git'],
  options?: Pick<GitRunOptions, 'outside'>,
): Promise<string | undefined> {
  const { code, stdout } = await git.run(['config', '--get', key], options);
  return code === 0 ? given(stdout.trim()) : undefined;
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
