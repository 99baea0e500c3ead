import { isAbsolute, join } from 'node:path';

import { sentence } from '../../../core/advice/advice.js';
import { changeFolder, gitClone } from '../../../core/advice/other-programs.js';
import { doctor } from '../../../core/advice/own-commands.js';
import { Problem, isProblem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Target } from '../../../interview/clone-target.js';

export interface PlannedClone {
  readonly target: Target;
  /** The folder to clone into; undefined where nothing is to be cloned. */
  readonly folder: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What became of a clone that was planned. */
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
}

type ClonePorts = Pick<Ports, 'git' | 'cwd'> & { readonly files: Pick<Ports['files'], 'stat'> };

/**
 * Clones with real Git, its own progress shown, as the plan says.
 * @returns undefined where nothing was to be cloned
 */
export async function clonePlanned(
  { target: { url, name }, folder, env }: PlannedClone,
  { git, cwd, files }: ClonePorts,
): Promise<CloneResult | undefined> {
  if (url === undefined || folder === undefined) return undefined;
  const path = isAbsolute(folder) ? folder : join(cwd, folder);
  const isClone = (): Promise<boolean> => isAt(join(path, '.git', 'HEAD'), files);
  const [wasThere, wasTaken] = [await isClone(), await isAt(path, files)];
  const named = folder === name ? undefined : folder;
  const code = await git.show(['clone', '--', url, ...(named === undefined ? [] : [named])], { cwd, env });
  const isThere = code === 0 || (!wasThere && (await isClone()));
  return { url, named, folder, code, isThere, wasTaken };
}

async function isAt(path: string, files: ClonePorts['files']): Promise<boolean> {
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
 */
export function cloneFailure(
  { url, named, folder, code, isThere, wasTaken }: CloneResult,
  { verified }: { readonly verified: boolean },
): Problem {
  if (isThere)
    return new Problem('git', `git clone ended with ${code}, but the clone is there.`, {
      hint: sentence`Git says above what is missing in it: \`${changeFolder(folder)}\``,
    });
  const again = wasTaken ? gitClone(url, { blank: 'FOLDER' }) : gitClone(url, named);
  return new Problem('git', `git clone ended with ${code}; all else is done.`, {
    hint: wasTaken
      ? sentence`Git clones into a new or an empty folder: \`${again}\``
      : verified
        ? sentence`Git says above why. Once that is mended: \`${again}\``
        : sentence`\`${doctor(url)}\` finds the cause.`,
  });
}
