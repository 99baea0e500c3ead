import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Files } from '../../core/ports/files.js';
import { isProblem } from '../../core/problem.js';
import { absentRecord, fingerprint, parseAbsent, printAbsent, readAbsent } from '../../state/absent.js';

export interface NoteOptions {
  /** The folder of our private state. */
  readonly state: string;
  /** Files and folders that we may make, besides those above them. */
  readonly candidates: readonly string[];
  /** Those of the candidates that are folders for us alone: one with something in it counts as of our making. */
  readonly own: readonly string[];
  /** Those of the candidates that are edited by us alone, and get a line end at their end. */
  readonly endless: readonly string[];
  /** Told which of the candidates were there before anything of them was changed for the first time. */
  readonly onFound?: ((paths: readonly string[]) => void) | undefined;
  /** The files without any of this. */
  readonly plain: Pick<Files, 'read' | 'edit' | 'names'>;
}

/**
 * The same files; before the first of them is written, or locked, it is noted which of `candidates` are not there yet,
 * each once and for ever. By that `remove --all` knows which empty file or folder was of our making. Where it cannot be
 * noted, nothing fails: the file or folder stays then.
 */
export function notingAbsent(files: Files, options: NoteOptions): Files {
  let noted: Promise<void> | undefined;
  const note = async (): Promise<void> => await (noted ??= noteAbsent(options));
  return {
    ...files,
    edit: async (path, change, options) => {
      await note();
      await files.edit(path, change, options);
    },
    withLock: async (path, work, options) => {
      await note();
      return await files.withLock(path, work, options);
    },
  };
}

async function noteAbsent({ state, candidates, own, endless, onFound, plain: files }: NoteOptions): Promise<void> {
  try {
    const { looked } = await readAbsent(files, state);
    const fresh = candidates.filter((path) => !looked.includes(path));
    // What a killed run left beside the record goes when it is locked the next time, which nothing else would do.
    const isLeft = (await files.names(state)).some((name) => name !== 'absent.json' && name.includes('absent.json'));
    if (fresh.length === 0 && !isLeft) return;
    const missing = new Set(fresh.flatMap(missingAt));
    onFound?.(fresh.filter((path) => !missing.has(path)));
    for (const path of own.filter((one) => fresh.includes(one)))
      if ((await files.names(path)).length > 0) missing.add(path);
    const unended: Record<string, string> = {};
    for (const path of endless.filter((one) => fresh.includes(one))) {
      const text = isThere(path) ? ((await files.read(path)) ?? '') : '';
      if (text !== '' && !/[\r\n]$/.test(text)) unended[path] = fingerprint(text);
    }
    await files.edit(absentRecord(state), (text) => {
      const before = parseAbsent(text);
      return printAbsent({
        looked: [...new Set([...before.looked, ...fresh])],
        absent: [...new Set([...before.absent, ...missing])],
        unended: { ...unended, ...before.unended },
      });
    });
  } catch (error) {
    if (!isProblem(error)) throw error;
  }
}

/** A path and the folders above it, as far as they are not there. */
function missingAt(path: string): readonly string[] {
  if (isThere(path)) return [];
  return [path, ...(dirname(path) === path ? [] : missingAt(dirname(path)))];
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // What cannot be looked at is not ours.
    return true;
  }
}
