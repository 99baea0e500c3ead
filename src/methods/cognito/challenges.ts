import type { MethodContext } from '../../core/method.js';
import type { AuthChallenge } from '../../core/ports/aws/cognito.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { text } from '../../core/interview/question.js';
import { askUnusedCode } from '../common/mfa.js';
import { newPassword, userPoolCode } from './questions.js';

type Context = Pick<MethodContext, 'ask' | 'clock' | 'ui' | 'usedCodes'>;
type Responses = Readonly<Record<string, string>>;
type Responder = (challenge: AuthChallenge, userPoolId: string, context: Context) => Promise<Responses>;

/** Source: Amazon Cognito user pools API reference, RespondToAuthChallenge, ChallengeResponses. */
const answers: Readonly<Record<string, Responder>> = {
  SOFTWARE_TOKEN_MFA: async (_challenge, pool, context) => ({
    SOFTWARE_TOKEN_MFA_CODE: await code('MFA code of your authenticator app', pool, context),
  }),
  SMS_MFA: async (challenge, pool, context) => ({
    SMS_MFA_CODE: await code(`Code that was sent to ${destination(challenge)}`, pool, context, true),
  }),
  EMAIL_OTP: async (challenge, pool, context) => ({
    EMAIL_OTP_CODE: await code(`Code that was sent to ${destination(challenge)}`, pool, context, true),
  }),
  SELECT_MFA_TYPE: async (challenge, _pool, context) => ({ ANSWER: await kindOfCode(challenge, context) }),
  NEW_PASSWORD_REQUIRED: async (challenge, pool, context) => ({
    NEW_PASSWORD: await chosenPassword(pool, context),
    ...(await attributes(challenge, pool, context)),
  }),
};

/**
 * Asks a person, or the flags, what the user pool wants to know. @throws Problem `aws` for what cannot be answered here
 */
export async function responsesTo(challenge: AuthChallenge, userPoolId: string, context: Context): Promise<Responses> {
  const answer = Object.hasOwn(answers, challenge.challenge) ? answers[challenge.challenge] : undefined;
  if (answer) return await answer(challenge, userPoolId, context);
  if (challenge.challenge === 'MFA_SETUP') {
    throw new Problem('aws', 'The user pool wants you to set up an MFA device first.', {
      hint: 'Do it on its sign-in page: run the same command without --username.',
    });
  }
  throw new Problem(
    'aws',
    `The user pool asks for something that is not known here: ${printable(challenge.challenge, 100)}.`,
    { hint: 'Sign in on its own page instead: run the same command without --username.' },
  );
}

/** @param isSent whether the pool sends it, so that none comes by itself */
async function code(what: string, userPoolId: string, context: Context, isSent = false): Promise<string> {
  const message = `${what}, for the user pool ${userPoolId}`;
  const next = isSent ? message : `The next code of your authenticator app, for the user pool ${userPoolId}`;
  return await askUnusedCode({ device: userPoolId, question: userPoolCode, message, next, isSent }, context);
}

function destination({ parameters }: AuthChallenge): string {
  return printable(parameters['CODE_DELIVERY_DESTINATION'] ?? 'you', 100);
}

const kinds: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'By an authenticator app',
  SMS_MFA: 'By a text message',
  EMAIL_OTP: 'By e-mail',
};

/** The first that it offers where nobody is there to choose. */
async function kindOfCode({ parameters }: AuthChallenge, { ask, ui }: Context): Promise<string> {
  const offered = texts(parameters['MFAS_CAN_CHOOSE']).filter((kind) => Object.hasOwn(kinds, kind));
  const [first] = offered;
  if (first === undefined)
    throw new Problem('aws', 'The user pool offers no kind of MFA code that is known here.', {
      hint: 'Sign in on its own page instead: run the same command without --username.',
    });
  if (!ui.interactive || offered.length === 1) return first;
  const question = text({ message: 'How do you get your MFA code?', help: 'kind of MFA code', shareable: false });
  return await ask('mfaKind', question, {
    kind: 'choice',
    choices: () => offered.map((value) => ({ value, name: kinds[value] ?? value })),
    again: true,
  });
}

/** Typed twice, for it is not seen; once where it is in a file. */
async function chosenPassword(userPoolId: string, { ask, ui }: Context): Promise<string> {
  const message = `New password for the user pool ${userPoolId}`;
  for (;;) {
    const first = await ask('newPassword', newPassword, {
      message: `${message} (it wants one; it is not shown)`,
      note: undefined,
    });
    if (!ui.interactive) return first.reveal();
    const second = await ask('newPasswordAgain', newPassword, { message: 'The new password once more', again: true });
    if (first.reveal() === second.reveal()) return first.reveal();
    ui.warn('The two are not the same.');
    await ask('newPassword', newPassword, { message, again: true });
  }
}

/** What the pool must know of everybody, and does not know of this user yet. */
async function attributes({ parameters }: AuthChallenge, userPoolId: string, { ask }: Context): Promise<Responses> {
  const given: Record<string, string> = {};
  for (const name of texts(parameters['requiredAttributes'])) {
    const plain = printable(name.replace(/^userAttributes\./, ''), 50);
    given[`userAttributes.${plain}`] = await ask(
      `attribute-${plain}`,
      text({
        message: `Your ${plain.replaceAll('_', ' ')}, for the user pool ${userPoolId}`,
        help: plain,
        shareable: false,
      }),
    );
  }
  return given;
}

/** A list in JSON, as these parameters have it. */
function texts(json: string | undefined): readonly string[] {
  try {
    const value: unknown = JSON.parse(json ?? '[]');
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}
