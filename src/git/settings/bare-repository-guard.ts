import type { GitSetting } from '../../core/plan.js';
import type { ConfigEntry } from '../config/entries.js';

/**
 * A folder that a clone holds cannot be a repository of its own then. Source: git-config(1), `safe.bareRepository`; Git
 * 2.38.
 */
export const bareRepositoryGuard: GitSetting = { scope: 'global', key: 'safe.bareRepository', value: 'explicit' };

/** The keys to read for `guardsBareRepositories`, as a regular expression. */
export const guardKeys = '^safe\\.barerepository$';

/** Whether Git goes by it already; the last of several values counts. */
export function guardsBareRepositories(entries: readonly Pick<ConfigEntry, 'key' | 'value' | 'scope'>[]): boolean {
  // Our own runs of Git are told so on their command line.
  return entries.findLast(({ scope }) => scope !== 'command')?.value === bareRepositoryGuard.value;
}
