import { joined, sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import { dirname, join, resolve } from 'node:path';
import { isAbsolutePath } from '../../core/text/absolute-path.js';
import type { Files } from '../../core/ports/files.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import type { ConfigFile } from './config-file.js';

/** What tells where Git keeps its settings. */
export interface ConfigPlacePorts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  readonly files: Pick<Files, 'stat' | 'read'>;
}

/**
 * The file that `git config --global` or `--local` would change, links not followed, found without Git; undefined
 * outside of a clone.
 * @throws Problem `usage` for a path that is not absolute
 */
export async function configPath({ scope, cwd }: ConfigFile, ports: ConfigPlacePorts): Promise<string | undefined> {
  return scope === 'global' ? await globalFile(ports) : await localFile(cwd, ports);
}

/**
 * Makes sure that the file that `git config --global` or `--local` would change is one, or is not there yet. Git takes
 * what it finds for a file and puts a new one in its place: of root's making also in the place of a device. It is
 * found without Git, which would wait for ever where it is a pipe.
 * @throws Problem `file` for a folder, device, pipe or socket, links followed; `usage` for a path that is not absolute
 */
export async function demandConfigFile({ scope, cwd }: ConfigFile, ports: ConfigPlacePorts): Promise<void> {
  const path = await configPath({ scope, cwd }, ports);
  if (path === undefined) return;
  const facts = await ports.files.stat(path);
  if (facts === undefined || facts.isFile) return;
  throw new Problem(
    'file',
    `Git's settings would go to ${printable(path)}, which is not a regular file. It was left as it is.`,
    { hint: hints[scope] },
  );
}

const hints = {
  global: joined([
    'Let Git have a file (see GIT_CONFIG_GLOBAL and ~/.gitconfig), or set up without it:',
    sentence`${setUp('git-scope', { blank: 'local|none' })}`,
  ]),
  local: joined([
    'Let the clone have a file, or set up without it:',
    sentence`${setUp('git-scope', { blank: 'region|none' })}`,
  ]),
} as const;

/** The file that `git config --global` makes where there is none yet; undefined where Git refuses to. */
export function madeGlobalFile({ env, homeDirectory, platform }: Omit<ConfigPlacePorts, 'files'>): string | undefined {
  const path = env['GIT_CONFIG_GLOBAL'] ?? join(given(env['HOME']) ?? homeDirectory, '.gitconfig');
  return isAbsolutePath(path, platform) ? path : undefined;
}

/** Source: git-config(1), "FILES" and `GIT_CONFIG_GLOBAL`: the second file counts only where the first is not there. */
async function globalFile({ env, homeDirectory, platform, files }: ConfigPlacePorts): Promise<string> {
  const named = env['GIT_CONFIG_GLOBAL'];
  if (named !== undefined) return absolute('GIT_CONFIG_GLOBAL', named, platform);
  // Without it Git has no such file; set to nothing it means the root of the file system to Git.
  if (!env['HOME'] && platform !== 'win32') return absolute('HOME', env['HOME'] ?? '', platform);
  const home = given(env['HOME']) ?? homeDirectory;
  const own = join(home, '.gitconfig');
  if ((await files.stat(own)) !== undefined) return own;
  const other = join(
    absolute('XDG_CONFIG_HOME', given(env['XDG_CONFIG_HOME']) ?? join(home, '.config'), platform),
    'git',
    'config',
  );
  return (await files.stat(other)) === undefined ? own : other;
}

function absolute(name: string, path: string, platform: NodeJS.Platform): string {
  if (isAbsolutePath(path, platform)) return path;
  throw new Problem(
    'usage',
    path === ''
      ? `Git has no place for its settings, for ${name} is not set, or is empty.`
      : `Git's settings would go to a relative path, for ${name} is ${printable(path, 120)}.`,
    {
      hint: joined([
        'Set it to an absolute path or unset it, or set up without it:',
        sentence`${setUp('git-scope', { blank: 'local|none' })}`,
      ]),
    },
  );
}

/**
 * The file of a worktree's own settings, found without Git, whether or not it counts; undefined outside of a clone.
 * Source: git-worktree(1), "CONFIGURATION FILE".
 */
export async function worktreeConfigPath(
  cwd: string,
  ports: Pick<ConfigPlacePorts, 'env' | 'files'>,
): Promise<string | undefined> {
  const folder = await ownFolder(cwd, ports);
  return folder === undefined ? undefined : join(folder, 'config.worktree');
}

/** The folder above a clone's `.git`, from which Git names the clone's own files; without one the folder itself. */
export async function topOf(cwd: string, files: ConfigPlacePorts['files'], from = cwd): Promise<string> {
  if ((await files.stat(join(from, '.git'))) !== undefined) return from;
  return dirname(from) === from ? cwd : await topOf(cwd, files, dirname(from));
}

async function ownFolder(
  cwd: string,
  { env, files }: Pick<ConfigPlacePorts, 'env' | 'files'>,
): Promise<string | undefined> {
  return env['GIT_DIR'] ? resolve(cwd, env['GIT_DIR']) : await gitFolder(cwd, files);
}

/** Undefined outside a clone. Source: gitrepository-layout(5), ".git" as a file, "commondir", "config". */
async function localFile(cwd: string, { env, files }: ConfigPlacePorts): Promise<string | undefined> {
  const folder = await ownFolder(cwd, { env, files });
  if (folder === undefined) return undefined;
  const common = given(env['GIT_COMMON_DIR']) ?? (await firstLine(join(folder, 'commondir'), files));
  return join(common === undefined ? folder : resolve(folder, common), 'config');
}

async function gitFolder(from: string, files: ConfigPlacePorts['files']): Promise<string | undefined> {
  const path = join(from, '.git');
  const facts = await files.stat(path);
  if (facts?.isDirectory) return path;
  const elsewhere = facts?.isFile ? /^gitdir: (.*)$/.exec((await firstLine(path, files)) ?? '')?.[1] : undefined;
  if (elsewhere !== undefined) return resolve(from, elsewhere);
  return dirname(from) === from ? undefined : await gitFolder(dirname(from), files);
}

async function firstLine(path: string, files: ConfigPlacePorts['files']): Promise<string | undefined> {
  const bytes = (await files.stat(path)) === undefined ? undefined : await files.read(path);
  return bytes === undefined ? undefined : Buffer.from(bytes, 'latin1').toString().split(/\r?\n/)[0];
}

/** A variable set to nothing counts as not set. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
