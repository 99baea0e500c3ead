import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Env } from '../network/proxy.js';
import { startChild } from '../process/children.js';
import { DevTools } from './devtools.js';

/** A browser that was started, and the wire to it. */
export interface Running {
  readonly devTools: DevTools;
  /** Resolves when the process has ended, or could not be started. */
  readonly ended: Promise<void>;
  /** The last of what it wrote to its standard error, for the cause of a failure. */
  lastWords(): string;
  /** Ends it at once. */
  kill(): void;
}

/**
 * Starts a browser with a profile folder of its own. The address is not among the arguments: other users of the
 * computer could read it there.
 */
export function launch(program: string, folder: string, env: Env): Running {
  const browser = startChild(program, browserArguments(folder), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    env: withoutSecrets(env),
    windowsHide: false,
  });
  const child = browser.process;
  const [, , errors, input, output] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  const words = lastWords(errors);
  return {
    devTools: new DevTools(input, output),
    ended: endOf(child),
    lastWords: words,
    kill: () => browser.kill(),
  };
}

function browserArguments(folder: string): readonly string[] {
  return [
    `--user-data-dir=${folder}`,
    '--remote-debugging-pipe',
    '--no-first-run',
    '--no-default-browser-check',
    // Many sign-in pages remember a person "until the browser is closed"; with this their cookies live on, as they do
    // for everybody whose browser continues where it was left off, and a refresh needs no password.
    '--restore-last-session',
    '--hide-crash-restore-bubble',
    'about:blank',
  ];
}

/** The browser shows its own display, proxy and sign-in settings; what belongs to AWS or to us it does not need. */
function withoutSecrets(env: Env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|GIT_CODECOMMIT_)/i.test(name)));
}

function lastWords(errors: Readable): () => string {
  let words = '';
  errors.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-4000);
  });
  errors.on('error', () => undefined);
  return () => words;
}

function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('error', () => {
      resolve();
    });
    child.on('exit', () => {
      resolve();
    });
  });
}
