import { isProblem } from '../../../core/problem.js';
import type { Problem } from '../../../core/problem.js';
import { joined } from '../../../core/advice/advice.js';
import type { Plan } from '../../../core/plan.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Recipe } from '../../../core/recipe.js';
import { anotherWay, lastChoice } from '../../../methods/common/last-choices.js';
import { noteTried } from '../../../methods/common/tried.js';
import type { OngoingSignIn } from '../../../sign-in/open-sign-in.js';
import { Invocation } from '../../common/call.js';
import { removeFlags } from '../../remove/flags.js';

export interface FailedProof {
  readonly plan: Pick<Plan, 'profile' | 'recipesFile'>;
  readonly signIn: Pick<OngoingSignIn, 'waysOn' | 'takeWay'>;
  readonly recipe: Recipe;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried: Map<string, string>;
}

/**
 * What somebody does about a proof with Git that has failed. Something is written by then, so there is no way back, but
 * there are ways on.
 * @returns `again` where Git is to be asked once more, `anew` where the conversation begins again with another answer
 * @throws OtherMethod, OtherAnswer; and the problem itself where what was written is kept as it is, or taken back
 */
export async function afterFailedProof(
  problem: Problem,
  { plan, signIn, recipe, tried }: FailedProof,
  ports: Ports,
): Promise<'again' | 'anew'> {
  const { ui } = ports;
  const isRefused = problem.kind === 'aws';
  if (isRefused) noteTried(tried, recipe.answers, 'tried: Git was refused');
  ui.warn(joined([problem.said, problem.hint]));
  for (;;) {
    const picked = await ui.ask({
      kind: 'choice',
      message: 'What shall we do?',
      choices: [
        { value: 'again', name: 'Ask Git once more' },
        ...signIn.waysOn(isRefused ? 'git' : 'network'),
        { value: lastChoice.other, name: 'Sign in another way' },
        { value: 'keep', name: 'Keep it as it is' },
        ...(plan.recipesFile === undefined ? [] : [{ value: 'take-back', name: 'Take it back' }]),
      ],
    });
    if (picked === 'again') return 'again';
    if (picked === lastChoice.other) throw anotherWay();
    if (picked === 'keep' || (picked === 'take-back' && (await isTakenBack(plan.profile, ports)))) throw problem;
    if (await signIn.takeWay(picked)) return 'anew';
  }
}

/** @returns false where the person does not agree to it after all */
async function isTakenBack(profile: string, ports: Ports): Promise<boolean> {
  const { runRemove } = await import('../../remove/run.js');
  try {
    await runRemove(new Invocation([profile], {}, {}, removeFlags), ports);
    return true;
  } catch (error) {
    if (!isProblem(error, 'cancelled') || ports.signal.aborted) throw error;
    return false;
  }
}
