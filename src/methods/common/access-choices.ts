import { accessLevels, type AccessLevel } from '../../aws/policies/facts.js';
import { Problem } from '../../core/problem.js';
import type { Choice } from '../../core/ports/ui.js';

/** The levels of access as lines of a menu. */
export const accessChoices: readonly (Choice & { readonly value: AccessLevel })[] = [
  { value: 'read', name: 'Read: clone and fetch' },
  { value: 'contribute', name: 'Contribute: push to unprotected branches, and pull requests' },
  { value: 'full', name: 'Full: everything, deleting the repository included' },
];

/** Takes the word of a level. */
export function parseAccess(raw: string): AccessLevel {
  const word = raw.trim().toLowerCase();
  const found = accessLevels.find((level) => level === word);
  if (found === undefined) throw new Problem('usage', `Access is one of ${accessLevels.join(', ')}.`);
  return found;
}

/** The branches that a repository's default one has been named, by CodeCommit and by Git. */
export const usuallyProtected = 'main master';

/** Reads several words on one line, or one a line: as people type them, and as repeated flags come. */
export function words<T>(parse: (raw: string) => T): (raw: string) => readonly T[] {
  return (raw) =>
    raw
      .split(/[\s,]+/)
      .filter((word) => word !== '')
      .map(parse);
}

/** Names of branches that nobody may push to; `none` for no such branches. */
export function parseBranches(parse: (raw: string) => string): (raw: string) => readonly string[] {
  return (raw) => (raw.trim() === 'none' ? [] : words(parse)(raw));
}
