import { isAbsolute, join } from 'node:path';

import { sentence } from '../../core/advice/advice.js';
import { changeFolder, gitClone as plainClone } from '../../core/advice/other-programs.js';
import { clone, doctor } from '../../core/advice/own-commands.js';
import { Problem, isProblem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';

/** A clone as it is wanted. */
export interface WantedClone {
  readonly url: string;
  /** The folder that Git chooses by itself. */
  readonly name: string | undefined;
  readonly folder: string;
  /** `-c KEY=VALUE` for each setting that the clone gets. */
  readonly settings?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What became of it. */
export interface CloneResult {
  readonly url: string;
  /** The folder, where Git would choose another one by itself. */
  readonly named: string | undefined;
  readonly folder: string;
  /** What Git ended with; 0 is success. */
  readonly code: number;
  /** Git keeps a clone of which only the files could not be written. Source: Git, builtin/clone.c, junk_mode. */
  readonly isThere: boolean;
  /** Whether something stood in its place before. */
  readonly wasTaken: boolean;
  /** Whether it takes settings, which a plain `git clone` would not give it. */
  readonly hasSettings: boolean;
}

export type GitClonePorts = Pick<Ports, 'git' | 'cwd'> & { readonly files: Pick<Ports['files'], 'stat'> };

/** Clones with real Git, its own progress shown. */
export async function gitClone(
  { url, name, folder, settings = [], env }: WantedClone,
  { git, cwd, files }: GitClonePorts,
): Promise<CloneResult> {
  const path = isAbsolute(folder) ? folder : join(cwd, folder);
  const isClone = (): Promise<boolean> => isAt(join(path, '.git', 'HEAD'), files);
  const [wasThere, wasTaken] = [await isClone(), await isAt(path, files)];
  const named = folder === name ? undefined : folder;
  const code = await git.show(['clone', ...settings, '--', url, ...(named === undefined ? [] : [named])], { cwd, env });
  const isThere = code === 0 || (!wasThere && (await isClone()));
  return { url, named, folder, code, isThere, wasTaken, hasSettings: settings.length > 0 };
}

async function isAt(path: string, files: GitClonePorts['files']): Promise<boolean> {
  try {
    return (await files.stat(path)) !== undefined;
  } catch (error) {
    // Nothing can be there, or it cannot be seen; Git says more of it.
    if (isProblem(error, 'file')) return false;
    throw error;
  }
}

/**
 * What is said in the end of a clone that failed; Git's own words stand above.
 * @param verified whether Git had read the repository just before, so that neither keys nor settings are the cause
 * @param restIsDone whether there was more to do than the clone
 */
export function cloneFailure(
  { url, named, folder, code, isThere, wasTaken, hasSettings }: CloneResult,
  { verified, restIsDone = false }: { readonly verified: boolean; readonly restIsDone?: boolean },
): Problem {
  if (isThere)
    return new Problem('git', `git clone ended with ${code}, but the clone is there.`, {
      hint: sentence`Git says above what is missing in it: \`${changeFolder(folder)}\``,
    });
  const again = (hasSettings ? clone : plainClone)(url, wasTaken ? { blank: 'FOLDER' } : named);
  return new Problem('git', `git clone ended with ${code}${restIsDone ? '; all else is done' : ''}.`, {
    hint: wasTaken
      ? sentence`Git clones into a new or an empty folder: \`${again}\``
      : verified
        ? sentence`Git says above why. Once that is mended: \`${again}\``
        : sentence`\`${doctor(url)}\` finds the cause.`,
  });
}
