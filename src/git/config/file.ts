import { sentence } from '../../core/advice/advice.js';
import { deleteFile } from '../../core/advice/other-programs.js';
import { doctor } from '../../core/advice/own-commands.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Git, GitLock, GitResult } from '../../core/ports/git.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { tookTooLong, unreadableHint } from '../git-failure.js';
import type { ConfigFile } from './config-file.js';
import { parseList, type ConfigEntry } from './entries.js';
import { isAbandoned, lockPath, sayLock } from './lock.js';
import { configPath, type ConfigPlacePorts } from './place.js';

/** What changing Git's settings takes from outside. */
export interface ConfigTools extends ConfigPlacePorts {
  readonly git: Pick<Git, 'run' | 'lockOf'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

export type Setting = Pick<ConfigEntry, 'key' | 'value'>;

/** Everything that stands in the file itself, without what it includes; nothing where there is no file. */
export async function listConfig(
  { scope, cwd }: ConfigFile,
  { git }: Pick<ConfigTools, 'git'>,
): Promise<readonly Setting[]> {
  const result = await git.run(['config', `--${scope}`, '--no-includes', '--list', '-z'], { cwd });
  if (result.code === 0) return parseList(result.stdout);
  // Before the first setting there is no file, which Git calls an error.
  if (scope === 'global' && /No such file or directory|\$HOME not set/.test(result.stderr)) return [];
  throw failure(result);
}

/** Makes the values of a key these and no others; `git config` keeps the place they had. */
export async function setValues(
  file: ConfigFile,
  key: string,
  values: readonly string[],
  tools: ConfigTools,
): Promise<void> {
  const [first, ...rest] = values;
  if (first === undefined) await change(file, ['--unset-all', key], tools, [5]);
  else await change(file, ['--replace-all', key, first], tools);
  for (const value of rest) await addValue(file, key, value, tools);
}

/** Adds a value at the end of the key's section. */
export async function addValue(file: ConfigFile, key: string, value: string, tools: ConfigTools): Promise<void> {
  await change(file, ['--add', key, value], tools);
}

/** Removes a section with all that is in it; nothing happens where there is none. */
export async function removeConfigSection(file: ConfigFile, section: string, tools: ConfigTools): Promise<void> {
  await change(file, ['--remove-section', section], tools, [128]);
}

// `git config` does not wait for its own lock: of 50 that write at once, half fail.
const tries = 120;
const longestPauseMs = 150;

async function change(
  file: ConfigFile,
  args: readonly string[],
  tools: ConfigTools,
  fine: readonly number[] = [],
): Promise<void> {
  const { scope, cwd } = file;
  for (let left = tries; ; left -= 1) {
    const result = await tools.git.run(['config', `--${scope}`, ...args], { cwd });
    const locked = lockedFile(result);
    if (locked === undefined && (result.code === 0 || fine.includes(result.code))) return;
    if (locked === undefined) throw failure(result);
    // Nobody is going to remove the lock of a Git that was killed.
    const lock = left === tries || left <= 1 ? await lockOf(file, tools) : undefined;
    if (lock !== undefined && (left <= 1 || isAbandoned(lock))) throw lockProblem(locked, lock);
    if (left <= 1) throw lockProblem(locked, undefined);
    await tools.clock.sleep(Math.ceil(Math.random() * longestPauseMs));
  }
}

// Git says nothing of the reason where it was to remove or rename a section.
function lockedFile({ code, stderr }: GitResult): string | undefined {
  return code === 0 ? undefined : /could not lock config file (.*?)(?:: File exists)?$/m.exec(stderr)?.[1];
}

async function lockOf(file: ConfigFile, tools: ConfigTools): Promise<GitLock | undefined> {
  const path = await configPath(file, tools);
  return path === undefined ? undefined : tools.git.lockOf(path);
}

function lockProblem(file: string, lock: GitLock | undefined): Problem {
  const what = `Git's settings in ${printable(file)} stay locked`;
  if (lock === undefined)
    return new Problem('git', `${what} by other programs.`, { hint: 'Let them end, and run the command again.' });
  return new Problem('git', `${what} by the file ${lockPath(lock)}.`, {
    hint: isAbandoned(lock)
      ? sentence`${sayLock(lock)} Delete it and run the command again: ${deleteFile(lock.path)}`
      : sentence`${sayLock(lock)} Then run the command again; \`${doctor()}\` looks whether it may be deleted.`,
  });
}

/**
 * Makes sure that a folder lies in a clone, so that settings can go into it.
 * @throws Problem `usage` where Git finds no repository from there
 */
export async function demandClone(cwd: string, { git }: Pick<ConfigTools, 'git'>): Promise<void> {
  const { code, stderr } = await git.run(['rev-parse', '--git-dir'], { cwd });
  if (code !== 0 && /not a git repository|cannot use bare repository/.test(stderr)) throw noClone();
}

function noClone(): Problem {
  return new Problem('usage', 'This folder is no clone, so it has no settings of its own.', {
    hint: 'Run it inside the clone, or use --git-scope repository.',
  });
}

function failure({ code, stderr }: GitResult): Problem {
  const said = printable(
    stderr
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^(?:fatal|error): /, '') ?? '',
  );
  if (/only be used inside a git repo|not in a git directory/.test(stderr)) {
    return noClone();
  }
  return new Problem('git', `Git cannot change its settings: ${said}`, {
    hint:
      code === tookTooLong
        ? unreadableHint(code)
        : "Make the file writable, or take another --git-scope; --git-scope none leaves Git's settings alone.",
  });
}
