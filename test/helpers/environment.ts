import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Variables of a child process; `undefined` takes one away. */
export type Variables = Readonly<Record<string, string | undefined>>;

// What a program needs to start at all; everything else of the caller's (AWS_*, GIT_*, proxies, certificates, NODE_*)
// stays out.
const allowed = [
  'PATH',
  'TERM',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'SystemRoot',
  'WINDIR',
  'COMSPEC',
  'ComSpec',
  'PATHEXT',
];

/** A folder of PATH in which Git finds our command, as where it is installed. */
export const installed = join(import.meta.dirname, 'programs');

/** The PATH of this process, and our command: `git codecommit` works. */
export function pathWithCommand(): string {
  return `${process.env['PATH'] ?? ''}${delimiter}${installed}`;
}

/**
 * An environment for a child process: the allowed variables of this process, with our command on PATH, then `extra`.
 */
export function cleanEnvironment(...extra: readonly Variables[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const name of allowed) {
    const value = process.env[name];
    if (value !== undefined) result[name] = name === 'PATH' ? pathWithCommand() : value;
  }
  for (const [name, value] of extra.flatMap((variables) => Object.entries(variables))) {
    if (value === undefined) Reflect.deleteProperty(result, name);
    else result[name] = value;
  }
  return result;
}

/** A home folder that is thrown away. */
export interface TemporaryHome {
  readonly path: string;
  /** HOME and its relatives, pointing here; no system Git configuration; a Git identity. */
  readonly variables: Readonly<Record<string, string>>;
  /** A path inside the home. */
  file(...parts: string[]): string;
  /** A whole child environment: allowed variables, this home's, then `extra`. */
  environment(...extra: readonly Variables[]): Record<string, string>;
  remove(): Promise<void>;
}

/** Makes an empty home folder of its own (0700). Call `remove` when done. */
export async function temporaryHome(): Promise<TemporaryHome> {
  const root = await mkdtemp(join(tmpdir(), 'git-codecommit-home-'));
  const path = join(root, 'home');
  const temporary = join(root, 'tmp');
  await Promise.all([path, temporary].map((folder) => mkdir(folder, { mode: 0o700 })));
  const variables = homeVariables(path, temporary);
  return {
    path,
    variables,
    file: (...parts) => join(path, ...parts),
    environment: (...extra) => cleanEnvironment(variables, ...extra),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

function homeVariables(home: string, temporary: string): Record<string, string> {
  return {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, 'AppData', 'Roaming'),
    LOCALAPPDATA: join(home, 'AppData', 'Local'),
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_STATE_HOME: join(home, '.local', 'state'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_CACHE_HOME: join(home, '.cache'),
    TMPDIR: temporary,
    TEMP: temporary,
    TMP: temporary,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Ana',
    GIT_AUTHOR_EMAIL: 'ana@example.com',
    GIT_COMMITTER_NAME: 'Ana',
    GIT_COMMITTER_EMAIL: 'ana@example.com',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
