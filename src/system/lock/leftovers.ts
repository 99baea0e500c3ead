import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { discard, holderOf } from './holding.js';
import { lifeOf, parseOwner, tokenPattern } from './owner.js';
import type { Owner } from './owner.js';

const leftover = new RegExp(`^\\.(?:${tokenPattern}|unreadable-[0-9-]+)(\\.remove)?(?:\\.?(${tokenPattern}))?$`);

/** Removes what processes that are certainly dead left beside a lock that this process holds. */
export function removeLeftovers(path: string): void {
  const name = basename(path);
  try {
    for (const entry of readdirSync(dirname(path))) {
      const owner = entry.startsWith(`${name}.`) ? leftoverOwner(path, entry.slice(name.length)) : undefined;
      if (owner && lifeOf(owner) === 'dead') discard(join(dirname(path), entry));
    }
  } catch {
    // What is left over does no harm: a folder that cannot be listed is no reason to fail.
  }
}

// A draft ends in its owner's token, and may be empty; a right to remove holds it.
function leftoverOwner(path: string, ending: string): Owner | undefined {
  const [, right, drafter] = leftover.exec(ending) ?? [];
  if (drafter !== undefined) return parseOwner(drafter);
  return right === undefined ? parseOwner(ending.slice(1)) : holderOf(path + ending)?.owner;
}
