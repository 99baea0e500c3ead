import type { Interview } from '../../../core/interview/interview.js';
import { optional, text } from '../../../core/interview/question.js';
import type { Question } from '../../../core/interview/question.js';
import type { Ports } from '../../../core/ports/ports.js';
import { mayBeClone } from '../../../git/current-remote.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SetupAnswers } from '../answers.js';

export interface CloneChoice {
  readonly target: Target;
  /** What `--clone` says: empty for Git's own choice of a folder, undefined where it was not given. */
  readonly clone: string | undefined;
  /** Whether a clone is offered where nothing was said: to a person, who can leave it out. */
  readonly isOffered: boolean;
  readonly interview: Interview<SetupAnswers>;
}

/** The folder to clone into, and the question for it; undefined where there is nothing to clone. */
export interface ChosenClone {
  readonly folder: string | undefined;
  readonly question: Question<string | undefined> | undefined;
}

/**
 * Whether, and into which folder, the repository is cloned in the end: one of the plan's answers, so that nobody is asked
 * once more. Inside a clone, and where a folder of the repository's name is there already, nothing is cloned unless
 * somebody says so.
 */
export async function chooseClone(
  { target, clone, isOffered, interview }: CloneChoice,
  ports: Pick<Ports, 'cwd' | 'env' | 'files'>,
): Promise<ChosenClone> {
  const { name } = target;
  if (target.url === undefined || name === undefined) return { folder: undefined, question: undefined };
  const wanted = clone === undefined && !isOffered ? undefined : await folderFor(name, clone, ports);
  const question = optional(
    text({
      message: 'Clone it into which folder?',
      help: 'folder that the repository is cloned into',
      asked: 'advanced',
      shareable: false,
      note: `For example ${name}.`,
      fallback: () => wanted,
    }),
  );
  return { folder: await interview.one('cloneFolder', question), question };
}

/**
 * The folder that a repository is cloned into where nobody says another one; undefined inside a clone, and where there
 * is such a folder already.
 * @param clone what `--clone` says: empty for Git's own choice of a folder
 */
export async function folderFor(
  name: string,
  clone: string | undefined,
  ports: Pick<Ports, 'cwd' | 'env' | 'files'>,
): Promise<string | undefined> {
  if (clone !== undefined) return clone === '' ? name : clone;
  const isFree = !(await mayBeClone(ports)) && (await ports.files.stat(`${ports.cwd}/${name}`)) === undefined;
  return isFree ? name : undefined;
}
