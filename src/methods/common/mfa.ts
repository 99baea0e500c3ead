import { parseMfaSerial, parseTokenCode } from '../../aws/limits.js';
import { canUseWithSts, describeMfa, fidoAdvice } from '../../aws/mfa.js';
import { refusesEveryCall } from '../../aws/refusals/any-call.js';
import { isTemporary } from '../../core/credentials.js';
import type { MethodContext, Source } from '../../core/method.js';
import { Problem, Refusal, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { optional, text } from '../../core/interview/question.js';
import type { Known } from '../../core/interview/question.js';
import type { LocalFacts } from '../../core/local-facts.js';

const windowSeconds = 30;

const serialNumber = {
  ...text({
    message: 'Serial number or ARN of your MFA device',
    help: 'MFA device (found by itself where IAM allows it)',
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
  const key = known.roleArn === undefined ? 'sourceProfile' : 'roleArn';
  return profiles.find(
    (profile) => known[key] !== undefined && (key === 'roleArn' ? profile.roleArn : profile.name) === known[key],
  )?.mfaSerial;
}

type MfaContext = Pick<
  MethodContext,
  'ask' | 'aws' | 'clock' | 'settingsProfile' | 'region' | 'ui' | 'usedCodes' | 'localFacts'
>;

/**
 * The device whose code will be asked for: the one answered, else the only one IAM lists, else a choice.
 * Where IAM may not be asked, the person is.
 * @throws Problem `aws` when the user has only devices STS cannot use, or none
 */
export async function findMfaSerial(
  answered: string | undefined,
  source: Source,
  context: MfaContext,
): Promise<string> {
  if (answered !== undefined) return answered;
  const listed = await listMfaSerials(source, context);
  if (listed === undefined || listed.length === 0) return await askSerial(context, {});
  return await chooseMfaSerial(listed, context);
}

/**
 * The only device that can be used, else a choice.
 * @throws Problem `aws` where none can be used with STS
 */
export async function chooseMfaSerial(listed: readonly string[], context: MfaContext): Promise<string> {
  const usable = listed.filter(canUseWithSts);
  if (usable.length === 0) throw new Problem('aws', fidoAdvice.message, { hint: fidoAdvice.hint });
  const [only] = usable;
  if (usable.length === 1 && only !== undefined) return only;
  return await askSerial(context, {
    kind: 'choice',
    message: 'Which MFA device?',
    choices: () =>
      usable.map((serial) => ({ value: serial, name: printable(describeMfa(serial)), description: printable(serial) })),
  });
}

/**
 * The serial numbers of the caller's devices; undefined where IAM may not be asked.
 * @throws Refusal where AWS takes no call with this key: a code would be asked, and used up, for nothing
 */
export async function listMfaSerials(
  source: Source,
  context: Pick<MfaContext, 'aws' | 'settingsProfile' | 'region' | 'ui'>,
): Promise<readonly string[] | undefined> {
  try {
    const iam = await context.aws.iam({
      region: context.region,
      credentials: source.credentials,
      profile: source.profile ?? context.settingsProfile,
    });
    return await context.ui.step('Looking for your MFA device', () => iam.listMfaDevices());
  } catch (error) {
    const isKeyRefused =
      error instanceof Refusal && !isTemporary(source.credentials) && refusesEveryCall(error.facts.code);
    if (isProblem(error, 'aws') && !isKeyRefused) return undefined;
    throw error;
  }
}

async function askSerial(context: MfaContext, refinement: Parameters<MfaContext['ask']>[2]): Promise<string> {
  return await context.ask('mfaSerial', serialNumber, refinement);
}

/**
 * Asks for the code, as the last thing before the call. A code that was used already waits for the next one, for STS
 * takes each once (RFC 6238 section 5.2).
 */
export async function askMfaCode(serial: string, context: MfaContext): Promise<string> {
  let code = await context.ask('mfaCode', tokenCode, {
    message: `MFA code of ${printable(describeMfa(serial))}`,
    fresh: true,
  });
  while (await context.usedCodes.wasUsed(serial, code)) {
    if (!context.ui.interactive)
      throw new Problem('usage', 'This MFA code was used already; each is good once.', {
        hint: 'Wait for the next code, and give that.',
        question: 'mfaCode',
      });
    await waitForNextCode(context);
    code = await context.ask('mfaCode', tokenCode, {
      message: `The next code of ${printable(describeMfa(serial))}`,
      again: true,
    });
  }
  await context.usedCodes.markUsed(serial, code);
  return code;
}

async function waitForNextCode({ clock, ui }: MfaContext): Promise<void> {
  const window = windowSeconds * 1000;
  const next = (Math.floor(clock.now().getTime() / window) + 1) * window;
  await ui.countdown('This code was used already; the next one appears in', new Date(next));
}
