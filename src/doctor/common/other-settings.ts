import { readEntries } from '../../git/config/entries.js';
import { effectiveCredentials } from '../../git/config/effective.js';
import { isForCodeCommit } from '../../git/settings/helper-value.js';
import type { CheckPorts, DiagnosisFacts } from '../check.js';

/** Variables that choose which files of settings Git reads. Source: git(1), git-config(1), "FILES". */
const choosing = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'XDG_CONFIG_HOME'] as const;

/** The variable without which Git would read a helper for CodeCommit; undefined where there is none. */
export async function variableThatHidesHelper(
  { cleanUrl, env, cwd, foreign }: DiagnosisFacts,
  { git }: Pick<CheckPorts, 'git'>,
): Promise<string | undefined> {
  if (cleanUrl === undefined) return undefined;
  for (const name of choosing.filter((one) => env[one] !== undefined)) {
    const without: typeof git.run = (args, options) =>
      git.run(args, { ...options, env: { ...options?.env, [name]: undefined } });
    const entries = await readEntries({ run: without }, cwd, { outside: foreign.length > 0 });
    if (effectiveCredentials(entries, cleanUrl).helpers.some(({ value = '' }) => isForCodeCommit(value))) return name;
  }
  return undefined;
}
