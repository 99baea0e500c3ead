import { sentence } from '../../core/advice/advice.js';
import { doctor } from '../../core/advice/own-commands.js';
import type { Refusal } from '../../core/problem.js';
import { anyCallRules } from './any-call.js';
import { codeCommitRules } from './codecommit.js';
import { identityPoolRules, userPoolRules } from './cognito.js';
import { assumeRoleWithSamlRules, assumeRoleWithWebIdentityRules } from './federation.js';
import type { Explanation, RefusedCall, Rule, Sent } from './rule.js';
import { assumeRoleRules, getFederationTokenRules, getSessionTokenRules } from './session.js';

export { administratorMessage, trustStatements, type JsonStatement, type VouchedBy } from './administrator-message.js';
export type { AwsField, Cause, Explanation, Retry, Sent } from './rule.js';

/** Rules of one operation go before those of any call; the first that fits counts. */
const rules: Readonly<Record<string, readonly Rule[]>> = {
  AssumeRole: assumeRoleRules,
  GetSessionToken: getSessionTokenRules,
  GetFederationToken: getFederationTokenRules,
  AssumeRoleWithSAML: assumeRoleWithSamlRules,
  AssumeRoleWithWebIdentity: assumeRoleWithWebIdentityRules,
  GetId: identityPoolRules,
  GetCredentialsForIdentity: identityPoolRules,
  GetOpenIdToken: identityPoolRules,
  InitiateAuth: userPoolRules,
  RespondToAuthChallenge: userPoolRules,
  GetTokensFromRefreshToken: userPoolRules,
  GetRepository: codeCommitRules,
  ListRepositories: codeCommitRules,
};

/** What of a refusal is needed to explain it. */
type Explained = Pick<Refusal, 'message' | 'facts'> & Partial<Pick<Refusal, 'byProfile' | 'hint'>>;

/**
 * Says what a refusal means for the person in front of it: what happened, what to do, which answer was wrong, what else
 * may be the cause where AWS does not say, and whether trying something else helps.
 * @param sent what the call was sent, as far as it is known
 */
export function explain(refusal: Explained, sent: Sent = {}): Explanation {
  const { byProfile, hint } = refusal;
  if (byProfile !== undefined)
    return {
      message: refusal.message,
      hint: hint ?? '',
      causes: [{ id: 'source', text: `Another source profile than "${sent.sourceProfile ?? byProfile}"` }],
    };
  const { operation, code } = refusal.facts;
  const refused: RefusedCall = { ...sent, operation, code, said: refusal.message };
  const own = Object.hasOwn(rules, operation) ? rules[operation] : [];
  const rule = [...(own ?? []), ...anyCallRules].find(
    (candidate) => candidate.code.test(code) && (candidate.said?.test(refusal.message) ?? true),
  );
  if (!rule)
    return {
      message: `AWS refused ${operation} (${code}): ${refusal.message}`,
      hint: sentence`${doctor()} finds out more.`,
    };
  return typeof rule.explain === 'function' ? rule.explain(refused) : rule.explain;
}
