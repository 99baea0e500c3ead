import { accountOf } from '../../aws/arns.js';
import { regionOfPool } from '../../aws/cognito/user-pool.js';
import { sessionNameFrom } from '../../aws/limits.js';
import { defineMethod } from '../../core/method.js';
import type { MethodContext, Obtained } from '../../core/method.js';
import type { Logins } from '../../core/ports/aws/cognito.js';
import { Problem } from '../../core/problem.js';
import type { AnswersOf } from '../../core/interview/question.js';
import { cognitoQuestions as questions } from './questions.js';
import { retryOf } from '../common/retry-of.js';
import { sessionPolicyText } from '../common/session-policy.js';
import { checkSessionPolicy } from '../common/session-policy-questions.js';
import { longestGranted } from '../common/step-down.js';
import { forgetWebIdentity } from '../web-identity/signed-in.js';
import type { WebIdentity } from '../web-identity/signed-in.js';

type Answers = AnswersOf<typeof questions>;

/**
 * Cognito identity pools: somebody whom a user pool or another provider vouches for gets the keys of a role, in the
 * enhanced flow by Cognito itself, in the basic flow from STS.
 * Source: Amazon Cognito developer guide, "Identity pools authentication flow".
 */
export const cognito = defineMethod({
  id: 'cognito',
  title: "An app's own sign-in",
  term: 'Amazon Cognito identity pool',
  questions,
  needs: (answers) => {
    if (answers.webIdentityTokenFile !== undefined) return 'nothing';
    if (answers.login === 'facebook') return 'paste';
    return answers.renewable === 'no' ? 'browser' : 'nothing';
  },
  examples: [
    {
      words: ['--identity-pool-id', 'eu-west-1:01234567-89ab-cdef-0123-456789abcdef', '--login', 'user-pool'],
      does: 'sign in at the user pool of an app',
    },
  ],
  prerequisites:
    'An identity pool of Amazon Cognito (its ID) that knows the user pool, or the provider, and its client ' +
    'ID; and a role for authenticated users whose trust policy lets cognito-identity.amazonaws.com assume it ' +
    'for this pool and whose policy allows codecommit:GitPull and codecommit:GitPush. For a user pool its ID ' +
    'and an app client: for user name and password one that allows ALLOW_USER_SRP_AUTH, for its sign-in page ' +
    'one that allows the authorization code grant, the scope openid and the callback URL ' +
    'http://localhost:8976/oauth/callback (or the one that is given with --redirect-uri).',
  check(answers) {
    if (answers.flow === 'basic' && answers.roleArn === undefined)
      throw new Problem('usage', 'In the basic flow you name the role: --role-arn.', {
        hint: 'Give it, or use --flow enhanced.',
        question: 'roleArn',
      });
    checkSessionPolicy(answers);
  },
  async obtain(answers, context) {
    const identity = await identityFor(answers, context);
    const logins = { [identity.login]: identity.token };
    try {
      const obtained = await (answers.flow === 'basic' ? byBasicFlow : byEnhancedFlow)(answers, logins, context);
      return { ...obtained, signIn: identity.signIn, learned: { ...identity.learned, ...obtained.learned } };
    } catch (error) {
      if ((await retryOf(error)) === 'sign-in-again') forgetWebIdentity(context);
      throw error;
    }
  },
});

async function identityFor(answers: Answers, context: MethodContext): Promise<WebIdentity> {
  if (answers.login === 'user-pool') return await (await import('./user-pool.js')).userPoolIdentity(answers, context);
  return await (
    await import('../web-identity/sign-in.js')
  ).obtainWebIdentity({ ...answers, provider: answers.login }, context);
}

/** The Region is the pool's, wherever the repository is. */
function poolAt(
  { identityPoolId }: Answers,
  { aws, settingsProfile: profile, signal }: MethodContext,
): ReturnType<MethodContext['aws']['cognitoIdentity']> {
  return aws.cognitoIdentity({ region: regionOfPool(identityPoolId), profile, signal });
}

async function byEnhancedFlow(answers: Answers, logins: Logins, context: MethodContext): Promise<Obtained> {
  const pool = await poolAt(answers, context);
  const identityId = await pool.getId(answers.identityPoolId, logins);
  const credentials = await pool.getCredentialsForIdentity(identityId, logins, answers.roleArn);
  return { credentials, account: accountOf(answers.roleArn ?? '') };
}

async function byBasicFlow(
  { roleArn = '', ...answers }: Answers,
  logins: Logins,
  context: MethodContext,
): Promise<Obtained> {
  const policy = await sessionPolicyText(answers, () => accountOf(roleArn), 'AssumeRoleWithWebIdentity', context);
  const pool = await poolAt({ roleArn, ...answers }, context);
  const token = await pool.getOpenIdToken(await pool.getId(answers.identityPoolId, logins), logins);
  const sessionName =
    answers.sessionName ?? context.remembered('sessionName') ?? sessionNameFrom(context.localFacts.userName);
  const input = { roleArn, sessionName, token, policy, policyArns: answers.policyArn };
  const sts = await context.aws.sts({
    region: context.region,
    profile: context.settingsProfile,
    signal: context.signal,
  });
  const call = (durationSeconds: number) => sts.assumeRoleWithWebIdentity({ ...input, durationSeconds });
  const { duration } = answers;
  const { credentials, seconds } =
    duration === undefined
      ? await longestGranted(call, context.remembered('grantedDuration'))
      : { credentials: await call(duration), seconds: duration };
  return {
    credentials,
    account: accountOf(roleArn),
    learned: { sessionName, ...(duration === undefined && { grantedDuration: String(seconds) }) },
  };
}
