import { sentence } from '../../../core/advice/advice.js';
import { doctor } from '../../../core/advice/own-commands.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Target } from '../../../interview/clone-target.js';

export interface PlannedClone {
  readonly target: Target;
  /** The folder to clone into; undefined where nothing is to be cloned. */
  readonly folder: string | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Clones with real Git, its own progress shown, as the plan says.
 * @returns the directory; undefined where nothing was cloned
 * @throws Problem `git` when the clone fails
 */
export async function clonePlanned(
  { target, folder, env }: PlannedClone,
  { git, cwd }: Pick<Ports, 'git' | 'cwd'>,
): Promise<string | undefined> {
  if (target.url === undefined || folder === undefined) return undefined;
  const code = await git.show(['clone', '--', target.url, ...(folder === target.name ? [] : [folder])], { cwd, env });
  if (code !== 0)
    throw new Problem('git', `git clone ended with ${code}.`, {
      hint: sentence`\`${doctor(target.url)}\` finds the cause.`,
    });
  return folder;
}
