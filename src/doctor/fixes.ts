import { posixQuote } from '../git/posix-quote.js';
import type { DiagnosisFacts } from './check.js';

// The command lines that a person is told, and that `--fix` runs.

/**
 * New credentials by the recipe, though the old ones may say that they are still good; writing them also repairs the
 * rest of the profile.
 */
export function refreshFix({
  profile,
  recipe,
  keysFrom,
}: Pick<DiagnosisFacts, 'profile' | 'recipe' | 'keysFrom'>): string | undefined {
  return profile === undefined || recipe === undefined || keysFrom === 'role'
    ? undefined
    : `git codecommit refresh ${word(profile)} --force`;
}

/** New credentials where the old ones have ended. */
export function renewFix(facts: Pick<DiagnosisFacts, 'profile' | 'recipe' | 'keysFrom'>): string | undefined {
  return refreshFix(facts)?.replace(/ --force$/, '');
}

/** Git's settings for CodeCommit, written anew; without a recipe, from the beginning. */
export function settingsFix({
  profile,
  owner,
  recipe,
  remote,
  cleanUrl,
}: Pick<DiagnosisFacts, 'profile' | 'owner' | 'recipe' | 'remote' | 'cleanUrl'>): string {
  const whose = owner ?? (recipe === undefined ? undefined : profile);
  if (whose === undefined) return 'git codecommit setup';
  const url = remote === undefined && cleanUrl !== undefined ? ` ${word(cleanUrl)}` : '';
  return `git codecommit doctor --repair-git --profile ${word(whose)}${url}`;
}

/**
 * Git's guard against repositories in folders of a clone; by our own record, where there is a profile to keep it for.
 */
export function guardFix({ profile, owner, recipe }: Pick<DiagnosisFacts, 'profile' | 'owner' | 'recipe'>): string {
  const whose = owner ?? (recipe === undefined ? undefined : profile);
  return whose === undefined
    ? 'git config --global safe.bareRepository explicit'
    : `git codecommit doctor --guard-bare-repositories --profile ${word(whose)}`;
}

/** A word of a command line, quoted where the shell would take it apart. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : posixQuote(text);
}
