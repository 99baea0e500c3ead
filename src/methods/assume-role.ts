import { accountOf, roleNameOf, userNameOf } from '../aws/arns.js';
import { chainedLimit } from '../aws/durations.js';
import { parseExternalId, parseSourceIdentity, sessionNameFrom } from '../aws/limits.js';
import { deviceOf } from '../aws/mfa.js';
import type { AssumeRoleInput, Sts } from '../core/ports/aws/aws.js';
import type { TemporaryCredentials } from '../core/credentials.js';
import { defineMethod } from '../core/method.js';
import type { MethodContext, Source } from '../core/method.js';
import { optional, text } from '../core/interview/question.js';
import type { AnswersOf } from '../core/interview/question.js';
import { askIam } from './common/ask-iam.js';
import { askMfaCode, checkMfaAnswers, demandMfaSerial, mfaQuestions } from './common/mfa.js';
import { sessionPolicyText } from './common/session-policy.js';
import { checkSessionPolicy, sessionPolicyQuestions } from './common/session-policy-questions.js';
import { duration, roleArn, sessionName, tag } from './common/session-questions.js';
import { sourceQuestions } from './common/source-questions.js';
import { exactly, granted, isChained, longestGranted } from './common/step-down.js';

const questions = {
  roleArn,
  ...sourceQuestions,
  externalId: {
    ...optional(
      text({
        message: 'External ID',
        help: "external id that the role's trust policy asks for",
        shareable: true,
        parse: parseExternalId,
        asked: 'advanced',
        note: "From your administrator, if the role's trust policy has one; else leave it empty.",
        field: 'ExternalId',
        fallback: (known, { profiles }) => profiles.find((profile) => profile.roleArn === known.roleArn)?.externalId,
      }),
    ),
    valueName: 'ID',
  },
  sessionName,
  duration: duration('AssumeRole', 'the longest the role grants'),
  ...mfaQuestions,
  sourceIdentity: {
    ...optional(
      text({
        message: 'Source identity',
        help: 'source identity, where the role asks for one',
        parse: parseSourceIdentity,
        asked: 'advanced',
        shareable: false,
        field: 'SourceIdentity',
      }),
    ),
    valueName: 'NAME',
  },
  ...sessionPolicyQuestions,
  tag,
};

type Answers = AnswersOf<typeof questions>;

/** STS AssumeRole: a role in another account, or in one's own. Source: STS API reference, AssumeRole. */
export const assumeRole = defineMethod({
  id: 'assume-role',
  title: 'A role in another AWS account, or in mine',
  term: 'AssumeRole',
  questions,
  needs: ({ mfaSerial }) => (deviceOf(mfaSerial) === undefined ? 'nothing' : 'mfa-code'),
  examples: [
    { words: ['--role-arn', 'arn:aws:iam::111122223333:role/Dev'], does: 'take a role; whose keys sign is asked' },
    {
      words: [
        '--role-arn',
        'arn:aws:iam::111122223333:role/Dev',
        '--source-profile',
        'default',
        '--repository',
        'my-app',
      ],
      does: 'with the keys of [default], for my-app',
    },
  ],
  prerequisites:
    'A role in the account that owns the repository, whose trust policy names your account or user and whose ' +
    'policy allows codecommit:GitPull and codecommit:GitPush; and permission for your user to call ' +
    'sts:AssumeRole on it.',
  check: (answers) => {
    checkSessionPolicy(answers);
    checkMfaAnswers(answers);
  },
  async obtain(answers, context) {
    const source = await context.source();
    const sts = await context.aws.sts({
      region: context.region,
      credentials: source.credentials,
      profile: source.profile ?? context.settingsProfile,
    });
    const input = await assumeRoleInput(answers, source, context);
    const wantsMfa = deviceOf(answers.mfaSerial) !== undefined || answers.mfaCode !== undefined;
    const session = wantsMfa
      ? await withMfa(sts, input, answers, source, context)
      : await withoutMfa(sts, input, answers, source, context);
    return {
      credentials: session.credentials,
      account: accountOf(answers.roleArn),
      learned: {
        sessionName: input.sessionName,
        ...(session.serialNumber === undefined ? {} : { mfaSerial: session.serialNumber }),
        ...(session.seconds === undefined || answers.duration !== undefined
          ? {}
          : { grantedDuration: String(session.seconds) }),
      },
    };
  },
});

async function assumeRoleInput(answers: Answers, source: Source, context: MethodContext): Promise<AssumeRoleInput> {
  return {
    roleArn: answers.roleArn,
    sessionName:
      answers.sessionName ??
      context.remembered('sessionName') ??
      sessionNameFrom(userNameOf((await source.identity()).arn) ?? context.localFacts.userName),
    externalId: answers.externalId,
    sourceIdentity: answers.sourceIdentity,
    policy: await sessionPolicyText(answers, () => accountOf(answers.roleArn), 'AssumeRole', context),
    policyArns: answers.policyArn,
    tags: answers.tag,
  };
}

interface Granted {
  readonly credentials: TemporaryCredentials;
  /** The session length that was asked for and granted; undefined where AWS's own default was taken. */
  readonly seconds: number | undefined;
  readonly serialNumber?: string | undefined;
}

async function withoutMfa(
  sts: Sts,
  input: AssumeRoleInput,
  answers: Answers,
  source: Source,
  context: MethodContext,
): Promise<Granted> {
  const call = (durationSeconds: number): Promise<TemporaryCredentials> =>
    sts.assumeRole({ ...input, durationSeconds });
  if (answers.duration !== undefined)
    return { credentials: await exactly(call, answers.duration), seconds: answers.duration };
  const remembered = context.remembered('grantedDuration');
  if (remembered === undefined && (await isChained(source))) {
    context.ui.say('This session lasts 1 hour: AWS limits chained roles.');
    return { credentials: await call(chainedLimit), seconds: chainedLimit };
  }
  return await longestGranted(call, remembered);
}

/** A code is good once, so the length is never tried out: remembered, else what IAM says, else AWS's default. */
async function withMfa(
  sts: Sts,
  input: AssumeRoleInput,
  answers: Answers,
  source: Source,
  context: MethodContext,
): Promise<Granted> {
  const serialNumber = await demandMfaSerial(answers.mfaSerial, source, context);
  const seconds =
    answers.duration ??
    granted(context.remembered('grantedDuration')) ??
    (await roleMaximum(answers.roleArn, source, context));
  const tokenCode = await askMfaCode(serialNumber, context);
  const call = (durationSeconds?: number): Promise<TemporaryCredentials> =>
    sts.assumeRole({ ...input, serialNumber, tokenCode, durationSeconds });
  const credentials =
    seconds === undefined
      ? await call()
      : await exactly(call, seconds, () => roleMaximum(answers.roleArn, source, context));
  return { credentials, seconds, serialNumber };
}

async function roleMaximum(arn: string, source: Source, context: MethodContext): Promise<number | undefined> {
  if (await isChained(source)) return undefined;
  const asked = await askIam('Asking IAM how long the role may last', source, context, (iam) =>
    iam.maxSessionDuration(roleNameOf(arn) ?? arn),
  );
  return 'answer' in asked ? asked.answer : undefined;
}
