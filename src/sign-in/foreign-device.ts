import { accountOf } from '../aws/arns.js';
import type { Sent } from '../aws/refusals/explain.js';
import type { Ui } from '../core/ports/ui.js';
import type { Questions } from '../core/interview/question.js';
import { anotherWay, lastChoice, lastChoices } from '../methods/common/last-choices.js';
import type { CauseHandlers, SignInAttempt } from './attempt.js';
import { takeWay } from './ways-on.js';

/**
 * An MFA device of another account than the keys': AWS says that the code is wrong, and no code would be right. Which
 * of the two is meant, the person says.
 * @returns undefined where they are of one account; else whether the call is worth another try
 */
export async function settleForeignDevice(
  { serialNumber, callerArn }: Pick<Sent, 'serialNumber' | 'callerArn'>,
  attempt: SignInAttempt,
  {
    ui,
    handlers,
    mayChangeMethod,
  }: {
    readonly ui: Pick<Ui, 'ask' | 'warn'>;
    readonly handlers: CauseHandlers;
    readonly mayChangeMethod: boolean;
  },
): Promise<boolean | undefined> {
  const [device, keys] = [accountOf(serialNumber ?? ''), accountOf(callerArn ?? '')];
  const question = (attempt.method.questions as Questions)['mfaSerial'];
  if (device === undefined || keys === undefined || device === keys || question === undefined) return undefined;
  ui.warn(`The MFA device is of account ${device}, and the keys are of account ${keys}: they do not go together.`);
  const picked = await ui.ask({
    kind: 'choice',
    message: 'Which of them is wrong?',
    choices: [
      { value: 'device', name: 'The MFA device: name another one' },
      { value: 'source', name: 'The keys: take other ones' },
      ...lastChoices(mayChangeMethod),
    ],
  });
  if (picked === lastChoice.other) throw anotherWay();
  if (picked !== 'device') return await takeWay(picked, attempt, handlers);
  attempt.interview.refuse('mfaSerial');
  await attempt.interview.now('mfaSerial', question, { again: true, fallback: () => undefined });
  return true;
}
