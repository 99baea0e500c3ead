import { join } from 'node:path';
import type { CommandPlace } from '../core/ports/command-link.js';
import type { Ports } from '../core/ports/ports.js';
import { decode, encode } from '../core/text/lines.js';
import type { Paths } from '../state/paths.js';

/** The link on PATH that a setup made, and what it was made to lead to. */
interface MadeLink {
  readonly path: string;
  readonly target: string;
}

/** The link to our copy of the program that makes `git codecommit` work, and what is known of it. */
export interface CommandLinkStore {
  /** Where it could stand. */
  place(): CommandPlace;
  /** Copies the program to our data folder, and links the command there. Throws Problem `file`. */
  make(path: string): Promise<void>;
  /** The one that was made, while it is there; `isOurs` is false where somebody has made it another one. */
  made(): Promise<{ readonly path: string; readonly isOurs: boolean } | undefined>;
  /** Takes it away, where it is still the one that was made. Throws Problem `file`. */
  remove(): Promise<void>;
}

/** The document of our state in which it is remembered. */
export const linkRecord = 'command-link.json';

/** Opens it. */
export function openCommandLinkStore(
  { files, program }: Pick<Ports, 'files' | 'program'>,
  { data, state }: Pick<Paths, 'data' | 'state'>,
): CommandLinkStore {
  const { link } = program;
  const record = join(state, linkRecord);
  const read = async (): Promise<MadeLink | undefined> => parse(await files.read(record));
  return {
    place: () => link.place(data),
    async make(path) {
      const copy = join(data, 'program', program.version);
      await program.copyTo(copy);
      const made: MadeLink = { path, target: join(copy, 'git-codecommit.js') };
      const before = await read();
      if (before !== undefined && before.path !== path) await link.remove(before.path, before.target);
      // What is not remembered cannot be taken back.
      await files.edit(record, () => encode(`${JSON.stringify(made)}\n`));
      await link.put(path, made.target, data);
    },
    async made() {
      const known = await read();
      const target = known && (await link.target(known.path));
      if (known === undefined) return undefined;
      if (target === undefined)
        return (await files.stat(known.path)) === undefined ? undefined : { path: known.path, isOurs: false };
      return { path: known.path, isOurs: target === known.target };
    },
    async remove() {
      const known = await read();
      if (known !== undefined) await link.remove(known.path, known.target);
    },
  };
}

function parse(text: string | undefined): MadeLink | undefined {
  try {
    const { path, target } = JSON.parse(decode(text ?? 'null')) as Partial<Record<keyof MadeLink, unknown>>;
    return typeof path === 'string' && typeof target === 'string' ? { path, target } : undefined;
  } catch {
    return undefined;
  }
}
