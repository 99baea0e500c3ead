import { codeExpired } from '../../aws/openid/sign-in-ends.js';
import type { MethodContext } from '../../core/method.js';
import { Problem, cancelled } from '../../core/problem.js';

/** RFC 8628, section 3.5: after `slow_down` "the interval MUST be increased by 5 seconds". */
const slowDownSeconds = 5;

/** A code that is to be confirmed in a browser. */
export interface AwaitedCode {
  readonly expiresAt: Date;
  readonly intervalSeconds: number;
}

/**
 * Asks again and again, as slowly as the provider wants it, whether a code was confirmed. Source: RFC 8628, section
 * 3.5.
 * @param ask asks once
 * @throws Problem `aws` when the code has expired
 */
export async function untilConfirmed<T>(
  { expiresAt, intervalSeconds }: AwaitedCode,
  ask: () => Promise<T | 'authorization_pending' | 'slow_down'>,
  { clock, signal }: Pick<MethodContext, 'clock' | 'signal'>,
): Promise<T> {
  let seconds = intervalSeconds;
  while (clock.now() < expiresAt) {
    // A provider that says `slow_down` again and again does not lengthen the wait beyond the code's end.
    const left = expiresAt.getTime() - clock.now().getTime();
    await clock.sleep(Math.min(seconds * 1000, left), signal).catch((cause: unknown) => {
      throw cancelled(cause);
    });
    const answer = await ask();
    if (answer === 'slow_down') seconds += slowDownSeconds;
    else if (answer !== 'authorization_pending') return answer;
  }
  throw new Problem('aws', codeExpired.message, { hint: codeExpired.hint });
}
