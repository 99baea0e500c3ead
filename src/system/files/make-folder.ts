import { mkdirSync } from 'node:fs';
import { asOwner, nearest } from '../process/act-as-owner.js';

/**
 * Makes a folder, and those above it, for the user alone (0700). Of root's making, they belong to whom the folder above
 * does: they are made with that user's rights, for an owner that is given by path afterwards may be given to what
 * somebody has put there meanwhile.
 * @returns the first folder that was made; undefined where all were there
 */
export function makeFolder(folder: string): string | undefined {
  const make = (): string | undefined => mkdirSync(folder, { recursive: true, mode: 0o700 });
  const owner = process.geteuid?.() === 0 ? nearest(folder).owner : undefined;
  return owner === undefined ? make() : asOwner(owner, make);
}
