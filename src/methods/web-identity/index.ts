import { accountOf } from '../../aws/arns.js';
import { isJobProvider } from '../../aws/openid/tokens.js';
import { sessionNameFrom } from '../../aws/limits.js';
import type { TemporaryCredentials } from '../../core/credentials.js';
import { defineMethod } from '../../core/method.js';
import type { MethodContext } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { AssumeRoleWithWebIdentityInput } from '../../core/ports/aws/aws.js';
import type { AnswersOf } from '../../core/interview/question.js';
import { retryOf } from '../common/retry-of.js';
import { sessionPolicyText } from '../common/session-policy.js';
import { checkSessionPolicy, sessionPolicyQuestions } from '../common/session-policy-questions.js';
import { duration, roleArn, sessionName } from '../common/session-questions.js';
import { exactly, longestGranted } from '../common/step-down.js';
import { webIdentityProviderQuestions } from './questions.js';
import { forgetWebIdentity } from './signed-in.js';

const questions = {
  ...webIdentityProviderQuestions,
  roleArn,
  sessionName,
  duration: duration('AssumeRoleWithWebIdentity', 'the longest the role grants'),
  ...sessionPolicyQuestions,
};

type Answers = AnswersOf<typeof questions>;

/** Two tokens may be of two people. @throws Problem `usage` */
function checkOneToken({ webIdentityToken, webIdentityTokenFile, webIdentityTokenEnv }: Answers): void {
  if (webIdentityTokenEnv !== undefined && (webIdentityToken ?? webIdentityTokenFile) !== undefined)
    throw new Problem('usage', '--web-identity-token-env and --web-identity-token-file both bring a token.', {
      hint: 'Give one of them.',
      question: 'webIdentityTokenEnv',
    });
}

/**
 * STS AssumeRoleWithWebIdentity: somebody whom an OpenID provider, Google, Amazon or Facebook vouches for takes a role.
 * Source: STS API reference, AssumeRoleWithWebIdentity; IAM user guide, "OIDC federation".
 */
export const webIdentity = defineMethod({
  id: 'web-identity',
  title: 'OpenID Connect, Google, Amazon or Facebook',
  term: 'AssumeRoleWithWebIdentity',
  questions,
  needs: (answers) => {
    if ([answers.webIdentityTokenFile, answers.webIdentityTokenEnv].some((one) => one !== undefined)) return 'nothing';
    if (isJobProvider(answers.provider)) return 'nothing';
    if (answers.provider === 'facebook') return 'paste';
    return answers.renewable === 'no' ? 'browser' : 'nothing';
  },
  examples: [
    { words: ['--provider', 'google'], does: 'sign in with Google; client and role are asked' },
    {
      words: ['--provider', 'github', '--role-arn', 'arn:aws:iam::111122223333:role/Deploy'],
      does: 'in a job of GitHub Actions',
    },
    {
      words: ['--web-identity-token-file', 'token.jwt', '--role-arn', 'arn:aws:iam::111122223333:role/Dev'],
      does: 'with a token that you have',
    },
  ],
  prerequisites:
    'A client at the provider (its client ID), the provider added to IAM (not needed for Google, Amazon and ' +
    'Facebook), and a role whose trust policy names the provider and the client ID and whose policy allows ' +
    'codecommit:GitPull and codecommit:GitPush. For a sign-in in the browser the client must allow the ' +
    'redirect URI http://127.0.0.1/oauth/callback with any port, or one that is given with --redirect-uri. For a job of ' +
    'GitHub Actions or GitLab CI/CD: the provider in IAM with the audience as its client ID, and a role whose trust ' +
    "policy names the job's exact subject.",
  check: (answers) => {
    checkSessionPolicy(answers);
    checkOneToken(answers);
  },
  async obtain(answers, context) {
    const [{ obtainWebIdentity }, { withSubject }] = await Promise.all([
      import('./sign-in.js'),
      import('../../aws/openid/with-subject.js'),
    ]);
    const identity = await obtainWebIdentity(answers, context);
    const input = {
      roleArn: answers.roleArn,
      sessionName:
        answers.sessionName ?? context.remembered('sessionName') ?? sessionNameFrom(context.localFacts.userName),
      token: identity.token,
      providerId: identity.providerId,
      policy: await sessionPolicyText(answers, () => accountOf(answers.roleArn), 'AssumeRoleWithWebIdentity', context),
      policyArns: answers.policyArn,
    };
    const { credentials, seconds } = await takeRole(input, answers, context).catch((error: unknown) => {
      throw isJobProvider(answers.provider) || answers.webIdentityTokenEnv !== undefined
        ? withSubject(error, identity.token, answers.provider)
        : error;
    });
    return {
      credentials,
      account: accountOf(answers.roleArn),
      learned: {
        ...identity.learned,
        sessionName: input.sessionName,
        ...(answers.duration === undefined && { grantedDuration: String(seconds) }),
      },
      signIn: identity.signIn,
    };
  },
});

async function takeRole(
  input: AssumeRoleWithWebIdentityInput,
  { duration: asked }: Answers,
  context: MethodContext,
): Promise<{ credentials: TemporaryCredentials; seconds: number }> {
  const sts = await context.aws.sts({
    region: context.region,
    profile: context.settingsProfile,
    signal: context.signal,
  });
  const call = (seconds: number): Promise<TemporaryCredentials> =>
    sts.assumeRoleWithWebIdentity({ ...input, durationSeconds: seconds });
  try {
    return asked === undefined
      ? await longestGranted(call, context.remembered('grantedDuration'))
      : { credentials: await exactly(call, asked), seconds: asked };
  } catch (error) {
    if ((await retryOf(error)) === 'sign-in-again') forgetWebIdentity(context);
    throw error;
  }
}
