import { accountOf } from '../aws/arns.js';
import { defineMethod } from '../core/method.js';
import { askMfaCode, findMfaSerial, mfaQuestions } from './common/mfa.js';
import { duration } from './common/session-questions.js';
import { longTermSource, sourceQuestions } from './common/source-questions.js';

/**
 * STS GetSessionToken: an IAM user's own rights, proven by an MFA code. Source: STS API reference, GetSessionToken.
 */
export const sessionToken = defineMethod({
  id: 'session-token',
  title: 'My own IAM user, with an MFA code',
  term: 'GetSessionToken',
  questions: {
    ...sourceQuestions,
    duration: duration('GetSessionToken', '12 hours'),
    ...mfaQuestions,
  },
  needs: () => 'mfa-code',
  prerequisites:
    'An IAM user with an access key and a virtual or hardware MFA device (STS cannot use passkeys and ' +
    'security keys), and a policy that allows codecommit:GitPull and codecommit:GitPush.',
  async obtain(answers, context) {
    const source = await longTermSource(() => context.source(), 'GetSessionToken');
    const serialNumber = await findMfaSerial(answers.mfaSerial, source, context);
    const sts = await context.aws.sts({
      region: context.region,
      credentials: source.credentials,
      profile: source.profile ?? context.settingsProfile,
    });
    const tokenCode = await askMfaCode(serialNumber, context);
    const credentials = await sts.getSessionToken({ serialNumber, tokenCode, durationSeconds: answers.duration });
    const account = accountOf(serialNumber);
    return { credentials, account, learned: { mfaSerial: serialNumber } };
  },
});
