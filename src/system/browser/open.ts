import { isLoopback } from '../../core/text/loopback.js';
import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { splitCommandLine } from '../../aws/command-line.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { withoutSecrets } from '../process/child-environment.js';
import type { Env } from '../network/proxy.js';
import { isWsl } from './browser-absence.js';

/** A starter that still runs after this has found a browser: some stay until the browser is closed. */
const settledMs = 3_000;

type Command = readonly [program: string, ...args: string[]];

/**
 * Opens an address in the person's browser: the one that `BROWSER` names, else the system's own.
 * @param signal ends the waiting for whether it starts
 * @returns false where none could be started
 * @throws Problem `failed` for an address that no browser shall be sent to
 */
export async function openBrowser(
  url: URL,
  env: Env,
  platform: NodeJS.Platform,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!mayOpen(url))
    throw new Problem(
      'failed',
      `This address is not opened, for it is neither https nor on this computer: ${printable(url.href)}`,
    );
  for (const command of browserCommands(url, env, platform)) {
    if (await start(command, env, signal)) return true;
  }
  return false;
}

function mayOpen(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/**
 * `BROWSER` is a list of command lines; `%s` stands for the address, which else comes last. Source: xdg-open(1).
 */
function browserCommands(url: URL, env: Env, platform: NodeJS.Platform): readonly Command[] {
  const own = (env['BROWSER'] ?? '')
    .split(delimiter)
    .map((line) => wordsOf(line, platform))
    .filter(isCommand);
  if (own.length > 0) return own.map((words) => withAddress(words, url.href));
  return systemCommands(env, platform).map((words) => withAddress(words, url.href));
}

/** A line that is no command is passed over, as a browser that is missing. */
function wordsOf(line: string, platform: NodeJS.Platform): readonly string[] {
  try {
    return splitCommandLine(line, platform);
  } catch {
    return [];
  }
}

function isCommand(words: readonly string[]): words is Command {
  return words[0] !== undefined && words[0] !== '';
}

function withAddress([program, ...args]: Command, address: string): Command {
  const named = args.map((word) => word.replaceAll('%s', address));
  return args.some((word) => word.includes('%s')) ? [program, ...named] : [program, ...args, address];
}

function systemCommands(env: Env, platform: NodeJS.Platform): readonly Command[] {
  const windows: Command = ['rundll32.exe', 'url.dll,FileProtocolHandler'];
  if (platform === 'win32') return [windows];
  if (platform === 'darwin') return [['open']];
  return isWsl(env) ? [['wslview'], windows, ['xdg-open']] : [['xdg-open'], ['x-www-browser']];
}

/** Whether it could be started, and did not fail at once. It is left running when we end. */
function start([program, ...args]: Command, env: Env, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: withoutSecrets(env),
      stdio: 'ignore',
      detached: true,
      windowsHide: true,
    });
    const settled = setTimeout(() => {
      resolve(true);
    }, settledMs);
    const ended = (well: boolean): void => {
      clearTimeout(settled);
      signal?.removeEventListener('abort', stop);
      resolve(well);
    };
    const stop = (): void => ended(true);
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', () => {
      ended(false);
    });
    child.on('exit', (code) => {
      ended(code === 0);
    });
    child.unref();
  });
}
