import { accountOf } from '../aws/arns.js';
import { noMfa } from '../aws/mfa.js';
import { defineMethod } from '../core/method.js';
import { askMfaCode, checkMfaAnswers, codeOfNone, findMfaSerial, mfaQuestions } from './common/mfa.js';
import { duration } from './common/session-questions.js';
import { longTermSource, sourceQuestions } from './common/source-questions.js';

/**
 * STS GetSessionToken: an IAM user's own rights, proven by an MFA code where the user has a device. Source: STS API reference, GetSessionToken.
 */
export const sessionToken = defineMethod({
  id: 'session-token',
  title: 'My own IAM user, with MFA or without',
  term: 'GetSessionToken',
  questions: {
    ...sourceQuestions,
    duration: duration('GetSessionToken', '12 hours'),
    ...mfaQuestions,
  },
  needs: ({ mfaSerial }) => (mfaSerial === noMfa ? 'nothing' : 'mfa-code'),
  examples: [
    { words: ['--source-profile', 'default'], does: 'with the keys of [default]; the MFA code is asked' },
    { words: ['--source-keys-file', 'accessKeys.csv', '--keep-source'], does: 'with the file that AWS gave you' },
  ],
  prerequisites:
    'An IAM user with an access key, and a policy that allows codecommit:GitPull and codecommit:GitPush. Where that ' +
    'policy demands MFA, a virtual or hardware MFA device too (STS cannot use passkeys and security keys).',
  check: checkMfaAnswers,
  async obtain(answers, context) {
    const source = await longTermSource(() => context.source(), 'GetSessionToken');
    const serialNumber = await findMfaSerial(answers.mfaSerial, source, context);
    if (serialNumber === undefined && answers.mfaCode !== undefined) throw codeOfNone('This user has no MFA device');
    const sts = await context.aws.sts({
      region: context.region,
      credentials: source.credentials,
      profile: source.profile ?? context.settingsProfile,
    });
    if (serialNumber === undefined)
      context.ui.say(
        'This session is made without an MFA code: a policy that demands one refuses what Git does by it.',
      );
    const tokenCode = serialNumber === undefined ? undefined : await askMfaCode(serialNumber, context);
    const credentials = await sts.getSessionToken({ serialNumber, tokenCode, durationSeconds: answers.duration });
    const account = accountOf(serialNumber ?? '');
    return { credentials, account, learned: { mfaSerial: serialNumber ?? noMfa } };
  },
});
