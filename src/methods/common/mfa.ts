import { withVariable } from '../../core/interview/missing.js';
import { parseMfaSerial, parseTokenCode } from '../../aws/limits.js';
import { canUseWithSts, describeMfa, deviceOf, fidoAdvice, noMfa } from '../../aws/mfa.js';
import { isTemporary } from '../../core/credentials.js';
import type { MethodContext, Source } from '../../core/method.js';
import { Problem, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { optional, text } from '../../core/interview/question.js';
import type { Known } from '../../core/interview/question.js';
import type { LocalFacts } from '../../core/local-facts.js';
import { askIam } from './ask-iam.js';

const windowSeconds = 30;

const serialNumber = {
  ...text({
    message: 'Serial number or ARN of your MFA device',
    help: `MFA device, or ${noMfa} (found by itself where IAM allows it)`,
    parse: parseMfaSerial,
    asked: 'on-demand',
    shareable: false,
    note: 'For example arn:aws:iam::111122223333:mfa/ana; shown under "Security credentials" in the AWS console',
    field: 'SerialNumber',
    fallback: serialInConfig,
  }),
  valueName: 'ARN',
};

/**
 * The code that an MFA device shows.
 * @param field what the call that takes it calls it
 */
export const mfaCodeFor = (field: string) => ({
  ...text({
    message: 'MFA code',
    help: 'the six digits that the device shows now',
    parse: parseTokenCode,
    asked: 'on-demand',
    kept: false,
    shareable: false,
    field,
  }),
  valueName: 'CODE',
});

const tokenCode = mfaCodeFor('TokenCode');

/** Neither is asked before AWS wants it. */
export const mfaQuestions = { mfaSerial: optional(serialNumber), mfaCode: optional(tokenCode) };

/** The device that AWS's config names for this very role, or, where there is no role, for the source. */
function serialInConfig(known: Known, { profiles }: LocalFacts): string | undefined {
  const [key, wanted] =
    known.roleArn === undefined ? (['name', known.sourceProfile] as const) : (['roleArn', known.roleArn] as const);
  return wanted === undefined ? undefined : usable(profiles.find((profile) => profile[key] === wanted)?.mfaSerial);
}

/** What stands in a file may be a security key, or nothing of the kind: then it counts as not there. */
function usable(serial: string | undefined): string | undefined {
  return serial !== undefined && canUseWithSts(serial) ? serial : undefined;
}

type MfaContext = Pick<
  MethodContext,
  'ask' | 'aws' | 'clock' | 'settingsProfile' | 'region' | 'ui' | 'usedCodes' | 'localFacts'
>;

/**
 * The device whose code is to be sent: the one answered, else the source profile's in AWS's config, else the only one
 * that IAM lists, else a choice. Where IAM cannot be asked, the person is.
 * @returns undefined where the user has no device, or uses none
 * @throws Problem `aws` where the user has only devices STS cannot use; `usage`, or `network` where IAM cannot be
 *   reached, where nobody is there to say
 */
export async function findMfaSerial(
  answered: string | undefined,
  source: Source,
  context: MfaContext,
): Promise<string | undefined> {
  const known = answered ?? configuredSerial(source, context);
  if (known !== undefined) return deviceOf(known);
  const listed = await askIam('Looking for your MFA device', source, context, (iam) => iam.listMfaDevices());
  if ('answer' in listed) return listed.answer.length === 0 ? undefined : await chooseMfaSerial(listed.answer, context);
  const why = isProblem(listed.unasked, 'network')
    ? 'IAM, which knows your MFA devices, cannot be reached from here.'
    : 'You may not ask IAM for your MFA devices.';
  if (context.ui.interactive) context.ui.say(why);
  else
    throw new Problem(listed.unasked.kind === 'network' ? 'network' : 'usage', why, {
      hint:
        `Give --mfa-serial ARN (or GIT_CODECOMMIT_MFA_SERIAL) with ${withVariable('--mfa-code')}, ` +
        `or --mfa-serial ${noMfa} where you use no device.`,
      cause: listed.unasked,
      question: 'mfaSerial',
    });
  return deviceOf(
    await askSerial(context, {
      message: `Do you use an MFA device? Its ARN or serial number, or ${noMfa}`,
    }),
  );
}

/**
 * The same where a code is wanted in any case: without a device there is no way.
 * @throws Problem `aws` where no device is named
 */
export async function demandMfaSerial(
  answered: string | undefined,
  source: Source,
  context: MfaContext,
): Promise<string> {
  const known = answered ?? configuredSerial(source, context);
  const listed = known === undefined ? ((await listMfaSerials(source, context)) ?? []) : [];
  const serial = known ?? (listed.length === 0 ? await askSerial(context, {}) : await chooseMfaSerial(listed, context));
  const device = deviceOf(serial);
  if (device === undefined)
    throw new Problem('aws', 'Without an MFA device there is no code to send.', {
      hint: 'Add an authenticator app as MFA device in the AWS console: IAM, your user, Security credentials.',
    });
  return device;
}

/** A session has proven its code, or had none, when it was made. */
function configuredSerial({ credentials, profile }: Source, { localFacts }: MfaContext): string | undefined {
  if (profile === undefined || isTemporary(credentials)) return undefined;
  return usable(localFacts.profiles.find(({ name }) => name === profile)?.mfaSerial);
}

/**
 * The only device that can be used, else a choice.
 * @throws Problem `aws` where none can be used with STS
 */
export async function chooseMfaSerial(listed: readonly string[], context: MfaContext): Promise<string> {
  const fitting = listed.filter(canUseWithSts);
  if (fitting.length === 0) throw new Problem('aws', fidoAdvice.message, { hint: fidoAdvice.hint });
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined) return only;
  return await askSerial(context, {
    kind: 'choice',
    message: 'Which MFA device?',
    choices: () =>
      fitting.map((serial) => ({
        value: serial,
        name: printable(describeMfa(serial)),
        description: printable(serial),
      })),
  });
}

/**
 * The serial numbers of the caller's devices, the source profile's in AWS's config alone where it names one; undefined
 * where IAM cannot be asked.
 * @throws Refusal where AWS takes no call with this key: a code would be asked, and used up, for nothing
 */
export async function listMfaSerials(source: Source, context: MfaContext): Promise<readonly string[] | undefined> {
  const configured = configuredSerial(source, context);
  if (configured !== undefined) return [configured];
  const listed = await askIam('Looking for your MFA device', source, context, (iam) => iam.listMfaDevices());
  return 'answer' in listed ? listed.answer : undefined;
}

/** @throws Problem `usage` where a code is given, and no device */
export function checkMfaAnswers({
  mfaSerial,
  mfaCode,
}: {
  readonly mfaSerial: string | undefined;
  readonly mfaCode: string | undefined;
}): void {
  if (mfaSerial === noMfa && mfaCode !== undefined)
    throw codeOfNone(`--mfa-serial ${noMfa} says that there is no device`);
}

/** A code that no device showed is not dropped in silence. */
export function codeOfNone(why: string): Problem {
  return new Problem('usage', `${why}, so --mfa-code is the code of none.`, {
    hint: 'Leave --mfa-code away, or name the device with --mfa-serial.',
    question: 'mfaSerial',
  });
}

async function askSerial(context: MfaContext, refinement: Parameters<MfaContext['ask']>[2]): Promise<string> {
  return await context.ask('mfaSerial', serialNumber, refinement);
}

/**
 * Asks for the code, as the last thing before the call. A code that was used already waits for the next one, for STS
 * takes each once (RFC 6238 section 5.2).
 */
export async function askMfaCode(serial: string, context: MfaContext): Promise<string> {
  const device = printable(describeMfa(serial));
  return await askUnusedCode(
    { device: serial, question: tokenCode, message: `MFA code of ${device}`, next: `The next code of ${device}` },
    context,
  );
}

/** A code that is wanted, and how it is asked for. */
interface WantedCode {
  /** Whose code it is, for the memory of those that were used. */
  readonly device: string;
  readonly question: typeof tokenCode;
  readonly message: string;
  /** Asks for another, where that one was used. */
  readonly next: string;
  /** The next one comes by itself, as an authenticator app shows it; another is sent only when it is asked for. */
  readonly isSent?: boolean | undefined;
}

/**
 * Asks for a code until there is one that was never sent before: neither by this process nor by another.
 * @throws Problem `usage` where the code was used, and nobody is there to give another
 */
export async function askUnusedCode(
  { device, question, message, next, isSent = false }: WantedCode,
  context: Pick<MfaContext, 'ask' | 'clock' | 'ui' | 'usedCodes'>,
): Promise<string> {
  let code = await context.ask('mfaCode', question, { message, fresh: true });
  while (!(await context.usedCodes.take(device, code))) {
    if (!context.ui.interactive)
      throw new Problem('usage', 'This MFA code was used already; each is good once.', {
        hint: `Give another one by ${withVariable('--mfa-code')}.`,
        question: 'mfaCode',
      });
    if (isSent) context.ui.warn('This code was used already; each is good once.');
    else await waitForNextCode(context);
    code = await context.ask('mfaCode', question, { message: next, again: true, fresh: true });
  }
  return code;
}

async function waitForNextCode({ clock, ui }: Pick<MfaContext, 'clock' | 'ui'>): Promise<void> {
  const window = windowSeconds * 1000;
  const next = (Math.floor(clock.now().getTime() / window) + 1) * window;
  await ui.countdown('This code was used already; the next one appears in', new Date(next));
}
