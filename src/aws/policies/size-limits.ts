import { Problem } from '../../core/problem.js';
import { sizeOf, type PolicyDocument } from './document.js';

/** Where a policy is kept: how long it may be depends on that. */
export type PolicyContainer = 'trust' | 'user' | 'group' | 'role' | 'permission-set' | 'session';

/**
 * Characters, without white space; for users, groups and roles all inline policies together.
 * Sources: IAM user guide, "IAM and AWS STS quotas"; IAM Identity Center API reference, PutInlinePolicyToPermissionSet.
 */
const most: Readonly<Record<PolicyContainer, readonly [characters: number, what: string]>> = {
  trust: [2_048, "a role's trust policy"],
  user: [2_048, 'the inline policies of a user, together,'],
  group: [5_120, 'the inline policies of a group, together,'],
  role: [10_240, 'the inline policies of a role, together,'],
  'permission-set': [32_768, 'the inline policy of a permission set'],
  session: [2_048, 'a session policy'],
};

/**
 * @param question the one whose answer made it so long, where that is known
 * @throws Problem `usage` where AWS would refuse policies that stand in one place, for their length
 */
export function checkSize(
  documents: readonly PolicyDocument[],
  held: PolicyContainer,
  hint: string,
  question?: string,
): void {
  const [limit, what] = most[held];
  const size = documents.map(sizeOf).reduce((sum, one) => sum + one, 0);
  if (size <= limit) return;
  throw new Problem(
    'usage',
    `AWS takes ${limit.toLocaleString('en')} characters for ${what} at most; this would be ` +
      `${size.toLocaleString('en')}.`,
    { hint, question },
  );
}
