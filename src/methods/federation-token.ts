import { userNameOf } from '../aws/arns.js';
import { parseFederatedName, sessionNameFrom } from '../aws/limits.js';
import { defineMethod } from '../core/method.js';
import { Problem } from '../core/problem.js';
import { optional, text } from '../core/interview/question.js';
import { sessionPolicyText } from './common/session-policy.js';
import { checkSessionPolicy, neededPolicyQuestions } from './common/session-policy-questions.js';
import { duration } from './common/session-questions.js';
import { longTermSource, sourceQuestions } from './common/source-questions.js';

/** Characters in a federated user's name. Source: STS API reference, GetFederationToken, Name. */
const longestName = 32;

/**
 * STS GetFederationToken: a session that may do what both the user and a policy allow; without a policy it may do
 * nothing. Source: STS API reference, GetFederationToken.
 */
export const federationToken = defineMethod({
  id: 'federation-token',
  title: "A limited session that I hand out from an IAM user's keys",
  term: 'GetFederationToken',
  questions: {
    ...sourceQuestions,
    federatedName: {
      ...optional(
        text({
          message: 'Name of the federated user',
          help: 'name of the federated user in CloudTrail (default: your user name)',
          parse: parseFederatedName,
          asked: 'advanced',
          shareable: false,
          field: 'Name',
        }),
      ),
      valueName: 'NAME',
    },
    duration: duration('GetFederationToken', '12 hours'),
    ...neededPolicyQuestions,
  },
  needs: () => 'nothing',
  examples: [
    {
      words: ['--source-profile', 'default', '--access', 'read', '--only', 'my-app'],
      does: 'a session that can read my-app alone',
    },
  ],
  prerequisites:
    'An IAM user with an access key that may call sts:GetFederationToken, and a policy that says what the ' +
    'session may do.',
  check: (answers) => {
    checkSessionPolicy(answers);
    if (answers.access !== undefined || answers.policyFile !== undefined || answers.policyArn.length > 0) return;
    throw new Problem('usage', 'GetFederationToken without a policy grants nothing, so Git could not use it.', {
      hint: 'Say with --access what it may do: read, contribute or full; or give --policy-file or --policy-arn.',
      question: 'access',
    });
  },
  async obtain(answers, context) {
    const source = await longTermSource(() => context.source(), 'GetFederationToken');
    const sts = await context.aws.sts({
      region: context.region,
      credentials: source.credentials,
      profile: source.profile ?? context.settingsProfile,
    });
    const name =
      answers.federatedName ??
      context.remembered('federatedName') ??
      sessionNameFrom(userNameOf((await source.identity()).arn) ?? context.localFacts.userName, longestName);
    const credentials = await sts.getFederationToken({
      name,
      durationSeconds: answers.duration,
      policy: await sessionPolicyText(
        answers,
        async () => (await source.identity()).account,
        'GetFederationToken',
        context,
      ),
      policyArns: answers.policyArn,
    });
    return { credentials, learned: { federatedName: name } };
  },
});
