import type { TimedOperation } from '../../aws/durations.js';
import type { MethodContext } from '../../core/method.js';
import { checkSessionPolicy } from './session-policy-questions.js';
import type { SessionPolicyAnswers } from './session-policy-questions.js';

/**
 * The inline policy that limits a session: out of a file, or rendered for a level of access; undefined for no limit.
 * @param accountOf gives the account that the session, and so the repositories, belong to
 * @throws Problem `usage` where STS would refuse it for its length
 */
export async function sessionPolicyText(
  answers: SessionPolicyAnswers,
  accountOf: () => string | undefined | Promise<string | undefined>,
  operation: TimedOperation,
  context: Pick<MethodContext, 'readText' | 'region' | 'templates'>,
): Promise<string | undefined> {
  checkSessionPolicy(answers);
  if (answers.policyFile !== undefined)
    return await (await import('./policy-file.js')).readPolicy(answers.policyFile, context, operation);
  return answers.access === undefined
    ? undefined
    : await (await import('./level-policy.js')).levelPolicy(answers, await accountOf(), operation, context);
}
