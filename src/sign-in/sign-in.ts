import type { Interview } from '../core/interview/interview.js';
import { OtherMethod } from '../core/other-method.js';
import type { AnyMethod, MethodContext, Obtained } from '../core/method.js';
import { isProblem } from '../core/problem.js';
import { emptyAnswer } from '../core/interview/question.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { RefusalHandler } from './handle-refusal.js';
import type { AnswerName, SignInAnswers } from '../methods/answers.js';

/** What signing in needs: the method, its answers so far, and the handler of a refused one. */
export interface SignIn {
  readonly method: AnyMethod;
  readonly interview: Interview<SignInAnswers>;
  readonly context: MethodContext;
  readonly handleRefusal: RefusalHandler;
}

/**
 * Gets credentials. A refused call comes back to the question that was wrong, everything else kept; with nobody there
 * the refusal is thrown, as advice.
 */
export async function signIn(signing: SignIn): Promise<Obtained> {
  const { method, interview, context } = signing;
  return await retryAfterRefusal(signing, () => method.obtain(answersOf(method, interview), context));
}

/** Checks the answers before anything is shown or called; what cannot be is asked again. */
export async function settle(signing: SignIn): Promise<void> {
  await retryAfterRefusal(signing, () =>
    Promise.resolve(signing.method.check?.(answersOf(signing.method, signing.interview), signing.context)),
  );
}

async function retryAfterRefusal<T>(
  { method, interview, context, handleRefusal }: SignIn,
  attempt: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isProblem(error) || error.kind === 'cancelled' || error instanceof OtherMethod) throw error;
      if (!(await handleRefusal(error, { method, interview, context })))
        throw (await import('./handle-refusal.js')).advised(error);
    }
  }
}

/** The answers to a method's own questions, as they are known by now. */
export function answersOf(method: AnyMethod, interview: Interview<SignInAnswers>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    (Object.entries(method.questions as Questions) as [AnswerName, Question][]).map(([name, question]) => [
      name,
      interview.known[name] ?? emptyAnswer(question),
    ]),
  );
}
