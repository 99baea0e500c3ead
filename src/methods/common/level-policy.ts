import type { TimedOperation } from '../../aws/durations.js';
import { parsePolicy } from '../../aws/limits.js';
import { composePolicy } from '../../aws/policies/compose.js';
import { checkSize } from '../../aws/policies/size-limits.js';
import type { MethodContext } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { SessionPolicyAnswers } from './session-policy-questions.js';

/**
 * The policy that limits a session to a level of access.
 * @param account the one that the session, and so the repositories, belong to
 * @throws Problem `usage` where STS would refuse it for its length, or a repository is elsewhere
 */
export async function levelPolicy(
  { access: level, only: repositories, protectedBranch: branches }: SessionPolicyAnswers,
  account: string | undefined,
  operation: TimedOperation,
  { region, templates }: Pick<MethodContext, 'region' | 'templates'>,
): Promise<string> {
  const stranger = repositories.find(
    (one) => (one.region ?? region) !== region || (one.account ?? account) !== account,
  );
  if (stranger !== undefined)
    throw new Problem(
      'usage',
      `The session is for ${region} in account ${account ?? 'of the role'}, and ${stranger.name} is elsewhere.`,
      { hint: 'Name repositories of that account and Region with --only.', question: 'only' },
    );
  const facts = {
    region,
    account,
    access: level,
    repository: repositories.map(({ name }) => name),
    protectedBranch: branches,
  };
  const policy = await composePolicy(
    { template: `access/${level ?? 'read'}`, parts: ['protectedBranches'] },
    facts,
    templates,
  );
  checkSize([policy], 'session', 'Name fewer repositories with --only, or a pattern such as team-*.', 'only');
  return parsePolicy(JSON.stringify(policy), operation);
}
