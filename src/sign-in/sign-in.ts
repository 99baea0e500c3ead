import type { Interview } from '../core/interview/interview.js';
import { OtherMethod } from '../core/other-method.js';
import type { AnyMethod, MethodContext, Obtained } from '../core/method.js';
import { isProblem } from '../core/problem.js';
import type { Problem } from '../core/problem.js';
import { emptyAnswer } from '../core/interview/question.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { RefusalHandler } from './handle-refusal.js';
import { WrongAccount } from './identity.js';
import type { AnswerName, SignInAnswers } from '../methods/answers.js';

/** What signing in needs: the method, its answers so far, and the handler of a refused one. */
export interface SignIn {
  readonly method: AnyMethod;
  readonly interview: Interview<SignInAnswers>;
  readonly context: MethodContext;
  readonly handleRefusal: RefusalHandler;
}

/**
 * Gets credentials, and has them confirmed. A refused call comes back to the question that was wrong, everything else
 * kept; with nobody there the refusal is thrown, as advice.
 * @param confirm asks AWS whose the credentials are; where only the network fails in it, they are not got once more
 */
export async function signIn<T>(
  signing: SignIn,
  confirm: (obtained: Obtained) => Promise<T>,
): Promise<{ readonly obtained: Obtained; readonly confirmed: T }> {
  const { method, interview, context } = signing;
  let [got, tries] = [undefined as Obtained | undefined, 0];
  return await retryAfterRefusal(signing, async () => {
    const answers = answersOf(method, interview);
    // What was answered anew was not checked against the other answers yet.
    if (tries > 0) method.check?.(answers, context);
    tries += 1;
    const obtained = (got ??= await method.obtain(answers, context));
    try {
      return { obtained, confirmed: await confirm(obtained) };
    } catch (error) {
      if (!isProblem(error, 'network')) got = undefined;
      throw error;
    }
  });
}

/** Checks the answers before anything is shown or called; what cannot be is asked again. */
export async function settle(signing: SignIn): Promise<void> {
  await retryAfterRefusal(signing, () =>
    Promise.resolve(signing.method.check?.(answersOf(signing.method, signing.interview), signing.context)),
  );
}

/** Does something, and once more after each failure that somebody there has mended. @throws Problem as advice */
export async function retryAfterRefusal<T>(signing: SignIn, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isToBeHandled(error)) throw error;
      await handle(error, signing);
    }
  }
}

/** What fails while a failure is handled is the next one to handle. */
async function handle(problem: Problem, { method, interview, context, handleRefusal }: SignIn): Promise<void> {
  for (let failed = problem; ;) {
    try {
      if (await handleRefusal(failed, { method, interview, context })) return;
    } catch (error) {
      if (!isToBeHandled(error)) throw error;
      failed = error;
      continue;
    }
    throw (await import('./handle-refusal.js')).advised(failed, { method, interview, context });
  }
}

function isToBeHandled(error: unknown): error is Problem {
  if (error instanceof WrongAccount) return true;
  return isProblem(error) && error.kind !== 'cancelled' && !(error instanceof OtherMethod);
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
