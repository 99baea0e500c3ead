import type { Refusal } from '../../core/problem.js';
import { anyCall } from './any-call.js';
import { codeCommit } from './codecommit.js';
import { identityPool, userPool } from './cognito.js';
import { assumeRoleWithSaml, assumeRoleWithWebIdentity } from './federation.js';
import type { Explanation, Refused, Rule, Sent } from './rule.js';
import { assumeRole, getFederationToken, getSessionToken } from './session.js';

export { administratorMessage, trustStatement, type Statement, type VouchedBy } from './administrator-message.js';
export type { AwsField, Cause, Explanation, Retry, Sent } from './rule.js';

/** Rules of one operation go before those of any call; the first that fits counts. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  AssumeRole: assumeRole,
  GetSessionToken: getSessionToken,
  GetFederationToken: getFederationToken,
  AssumeRoleWithSAML: assumeRoleWithSaml,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentity,
  GetId: identityPool,
  GetCredentialsForIdentity: identityPool,
  GetOpenIdToken: identityPool,
  InitiateAuth: userPool,
  RespondToAuthChallenge: userPool,
  GetTokensFromRefreshToken: userPool,
  GetRepository: codeCommit,
  ListRepositories: codeCommit,
};

/**
 * Says what a refusal means for the person in front of it: what happened, what to do, which answer was wrong, what else
 * may be the cause where AWS does not say, and whether trying something else helps.
 * @param sent what the call was sent, as far as it is known
 */
export function explain(refusal: Pick<Refusal, 'message' | 'facts'>, sent: Sent = {}): Explanation {
  const { operation, code } = refusal.facts;
  const refused: Refused = { ...sent, operation, code, said: refusal.message };
  const own = Object.hasOwn(rules, operation) ? rules[operation] : [];
  const rule = [...(own ?? []), ...anyCall].find(
    (candidate) => candidate.code.test(code) && (candidate.said?.test(refusal.message) ?? true),
  );
  if (!rule)
    return {
      message: `AWS refused ${operation} (${code}): ${refusal.message}`,
      hint: 'git codecommit doctor finds out more.',
    };
  return typeof rule.explain === 'function' ? rule.explain(refused) : rule.explain;
}
