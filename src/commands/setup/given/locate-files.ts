import { isAbsolute, join } from 'node:path';

import type { Ports } from '../../../core/ports/ports.js';
import { Problem, isProblem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import type { Given, Understood } from '../../../interview/given/understand.js';

export type LocatePorts = Pick<Ports, 'cwd' | 'homeDirectory'> & { readonly files: Pick<Ports['files'], 'stat'> };

/**
 * Finds the files that were named: of each the first of the paths that may be meant where a regular file lies. None is
 * opened. One that is not there is said to be unused.
 * @throws Problem `file` where nothing else was given
 */
export async function locateFiles(understood: Understood, ports: LocatePorts): Promise<Understood> {
  const found: Given[] = [];
  const missing: string[] = [];
  const known = new Map<string, string>();
  for (const given of understood.given) {
    const file = given.kind === 'file' ? await locate(given, ports) : undefined;
    if (given.kind !== 'file') found.push(given);
    else if (file === undefined) missing.push(given.value);
    else {
      // However often it was written, and however, it is one file.
      const value = known.get(file.at) ?? file.path;
      known.set(file.at, value);
      found.push({ ...given, value });
    }
  }
  const [first] = missing;
  if (first !== undefined && found.length + understood.answers.length === 0)
    throw new Problem('file', `The file ${printable(first, 200)} cannot be read: there is none.`, {
      hint: /^[~/\\]|^[A-Za-z]:/.test(first) ? undefined : 'Give its whole path, or drag the file onto this window.',
    });
  const unused = missing.map((path) => `${printable(path, 140)} (no such file)`);
  return { ...understood, given: found, unused: [...new Set(unused), ...understood.unused] };
}

interface Located {
  readonly path: string;
  /** The whole path. */
  readonly at: string;
}

async function locate(
  { value, places = [value] }: Given,
  { files, cwd, homeDirectory }: LocatePorts,
): Promise<Located | undefined> {
  for (const place of places) {
    const path = withHome(place);
    const whole = path.startsWith('~/') ? join(homeDirectory, path.slice(2)) : path;
    const at = isAbsolute(whole) ? join(whole) : join(cwd, whole);
    if (await isFile(at, files)) return { path, at };
  }
  return undefined;
}

async function isFile(path: string, files: LocatePorts['files']): Promise<boolean> {
  try {
    return (await files.stat(path))?.isFile === true;
  } catch (error) {
    // A name that no file can have, or a folder that nobody may look into.
    if (isProblem(error, 'file')) return false;
    throw error;
  }
}

/** The home folder as shells write it, as `~/`. */
function withHome(path: string): string {
  const rest = /^(?:~|\$HOME|\$\{HOME\}|\$env:(?:HOME|USERPROFILE)|%USERPROFILE%)[\\/](.*)$/is.exec(path)?.[1];
  return rest === undefined ? path : `~/${rest}`;
}
