import type { ConfigEntry } from './entries.js';
import { posixQuote } from '../posix-quote.js';

/**
 * The beginning of a command that changes a setting in the very file where it stands.
 * @returns undefined where it stands in no file: it came with `-c` or by a variable (GIT_CONFIG_COUNT)
 */
export function gitConfigCommand({ scope, origin }: Pick<ConfigEntry, 'scope' | 'origin'>): string | undefined {
  const file = /^file:(.+)$/s.exec(origin)?.[1];
  if (file === undefined) return undefined;
  // Git names a clone's own file from the top of the clone, wherever the command is run.
  if (scope === 'local' || scope === 'worktree') return `git config --${scope}`;
  if (scope === 'system') return `git config --file ${posixQuote(file)}`;
  return file.endsWith('/.gitconfig') ? 'git config --global' : `git config --file ${posixQuote(file)}`;
}

/** Where a setting stands, for people: the file's path, or how else it came. */
export function placeOf({ origin }: Pick<ConfigEntry, 'origin'>): string {
  return origin.replace(/^file:/, '').replace(/^command line:$/, 'the command line or GIT_CONFIG_COUNT');
}
