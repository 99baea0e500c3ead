import type { GitConfigPlace } from '../../core/advice/other-programs.js';
import type { ConfigEntry } from './entries.js';

/**
 * Which file `git config` is to change, so that a setting is changed where it stands.
 * @returns undefined where it stands in no file: it came with `-c` or by a variable (GIT_CONFIG_COUNT)
 */
export function configFileOf({ scope, origin }: Pick<ConfigEntry, 'scope' | 'origin'>): GitConfigPlace | undefined {
  const file = /^file:(.+)$/s.exec(origin)?.[1];
  if (file === undefined) return undefined;
  // Git names a clone's own file from the top of the clone, wherever the command is run.
  if (scope === 'local' || scope === 'worktree') return [`--${scope}`];
  return scope !== 'system' && file.endsWith('/.gitconfig') ? ['--global'] : ['--file', file];
}

/** Where a setting stands, for people: the file's path, or how else it came. */
export function placeOf({ origin }: Pick<ConfigEntry, 'origin'>): string {
  return origin.replace(/^file:/, '').replace(/^command line:$/, 'the command line or GIT_CONFIG_COUNT');
}
