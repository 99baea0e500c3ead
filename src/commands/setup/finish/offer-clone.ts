import { sentence } from '../../../core/advice/advice.js';
import { doctor } from '../../../core/advice/own-commands.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Target } from '../../../interview/clone-target.js';

export interface CloneOffer {
  readonly target: Target;
  /** The directory that was asked for; empty for Git's own choice, undefined where nothing was said. */
  readonly clone: string | undefined;
  /** Whether somebody may be asked. */
  readonly ask: boolean;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * Clones with real Git, its own progress shown.
 * @returns the directory; undefined where nothing was cloned
 * @throws Problem `git` when the clone fails
 */
export async function offerClone(
  { target, clone, ask, env }: CloneOffer,
  { git, ui, cwd, files }: Pick<Ports, 'git' | 'ui' | 'cwd' | 'files'>,
): Promise<string | undefined> {
  if (target.url === undefined || target.name === undefined) return undefined;
  const directory = clone === undefined || clone === '' ? target.name : clone;
  if (clone === undefined) {
    if (!ask || (await files.stat(`${cwd}/${directory}`)) !== undefined) return undefined;
    if ((await ui.ask({ kind: 'confirm', message: `Clone it into ./${directory} now?`, suggestion: 'yes' })) !== 'yes')
      return undefined;
  }
  const code = await git.show(
    ['clone', '--', target.url, ...(clone === undefined || clone === '' ? [] : [directory])],
    { cwd, env },
  );
  if (code !== 0)
    throw new Problem('git', `git clone ended with ${code}.`, {
      hint: sentence`\`${doctor(target.url)}\` finds the cause.`,
    });
  return directory;
}
