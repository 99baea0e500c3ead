import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { discard, holderOf } from './holding.js';
import { lifeOf, parseOwner, tokenPattern } from './owner.js';
import type { Owner } from './owner.js';

const leftover = new RegExp(
  `^(.+\\.lock)\\.(${tokenPattern}|unreadable-[0-9-]+)(\\.remove)?(?:\\.?(${tokenPattern}))?$`,
  's',
);

/** Removes what processes that are certainly dead left beside a lock that this process holds. */
export function removeLeftovers(path: string): void {
  const name = basename(path);
  try {
    for (const entry of readdirSync(dirname(path))) {
      const owner = entry.startsWith(`${name}.`) ? leftoverOwner(dirname(path), entry) : undefined;
      if (owner && lifeOf(owner) === 'dead') discard(join(dirname(path), entry));
    }
  } catch {
    // What is left over does no harm: a folder that cannot be listed is no reason to fail.
  }
}

/**
 * Who made a file that only stands beside a lock for a moment: a draft of it, or a right to remove it. A draft ends in
 * its owner's token, and may be empty; a right holds it.
 * @returns undefined for every other file
 */
export function leftoverOwner(folder: string, name: string): Owner | undefined {
  const [, , token, right, drafter] = leftover.exec(name) ?? [];
  if (drafter !== undefined) return parseOwner(drafter);
  if (token === undefined) return undefined;
  return right === undefined ? parseOwner(token) : holderOf(join(folder, name))?.owner;
}
