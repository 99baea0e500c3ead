import { refusesEveryCall } from '../../aws/refusals/any-call.js';
import { isTemporary } from '../../core/credentials.js';
import type { MethodContext, Source } from '../../core/method.js';
import type { Iam } from '../../core/ports/aws/aws.js';
import { Refusal, isProblem } from '../../core/problem.js';
import type { Problem } from '../../core/problem.js';

/**
 * How long IAM may take for what only spares a question, in milliseconds: networks that reach STS alone, by an endpoint
 * of their own, swallow what is sent to IAM.
 */
const patienceMs = 6_000;

/**
 * Asks IAM for something that is good to know and not needed.
 * @param title what is waited for, as it is shown meanwhile
 * @returns the answer, or why there is none: IAM may not be asked, or cannot be reached in time
 * @throws Refusal where AWS takes no call with this key
 */
export async function askIam<T>(
  title: string,
  source: Source,
  { aws, region, settingsProfile, ui }: Pick<MethodContext, 'aws' | 'region' | 'settingsProfile' | 'ui'>,
  ask: (iam: Iam) => Promise<T>,
): Promise<{ readonly answer: T } | { readonly unasked: Problem }> {
  // Inside of the step, which would show a failure where nothing has failed that was needed.
  return await ui.step(title, async () => {
    try {
      const iam = await aws.iam({
        region,
        credentials: source.credentials,
        profile: source.profile ?? settingsProfile,
        signal: AbortSignal.timeout(patienceMs),
      });
      return { answer: await ask(iam) };
    } catch (error) {
      const isKeyRefused =
        error instanceof Refusal && !isTemporary(source.credentials) && refusesEveryCall(error.facts.code);
      if ((isProblem(error, 'aws') && !isKeyRefused) || isProblem(error, 'network')) return { unasked: error };
      throw error;
    }
  });
}
