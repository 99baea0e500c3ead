import { joined } from '../core/advice/advice.js';
import { explain } from '../aws/refusals/explain.js';
import { canUseWithSts, fidoAdvice, noMfa } from '../aws/mfa.js';
import type { Credentials } from '../core/credentials.js';
import { isTemporary } from '../core/credentials.js';
import type { MethodContext, Source } from '../core/method.js';
import { Refusal, askedElsewhere } from '../core/problem.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import type { Recipe } from '../core/recipe.js';
import { askMfaCode, chooseMfaSerial, demandMfaSerial, listMfaSerials } from '../methods/common/mfa.js';
import type { SignInAttempt } from './attempt.js';
import type { TryLikelyCause } from './handle-refusal.js';

/** GetSessionToken's longest session. Source: STS API reference, GetSessionToken, DurationSeconds. */
const longestSession = 129_600;

/** A profile that is written beside the one that was asked for: an MFA session, a kept access key. */
export interface ExtraProfile {
  readonly profile: string;
  readonly credentials: Credentials;
  /** Undefined for long-term keys, which nothing renews. */
  readonly recipe: Recipe | undefined;
}

export interface MfaSessionPorts {
  readonly ui: Pick<Ui, 'ask' | 'say' | 'warn'>;
  /** A free profile name for the session of a source. */
  readonly nameFor: () => Promise<string>;
  /** Makes the session the source of this run, and has it written with the rest. */
  readonly adopt: (extra: ExtraProfile) => void;
}

/** The sign-in that a code is needed for. */
type MfaAttempt = Pick<SignInAttempt, 'interview' | 'context'>;

/**
 * What to do when a role wants an MFA code: a code each time, or one MFA session first, so that refreshes need no
 * code while it lives. Finds the device either way.
 */
export function wantMfa(ports: MfaSessionPorts): (attempt: MfaAttempt) => Promise<boolean> {
  return async (attempt) => {
    const serial = await demandMfaSerial(undefined, await attempt.context.source(), attempt.context);
    await takeCode(ports, serial, attempt, await whenToAsk(ports, attempt, []));
    return true;
  };
}

/**
 * AWS never says that it was the code that was missing. But whoever comes with an IAM user's own key and has an MFA
 * device most likely lacks just that, so this is offered before the other causes; once.
 */
export function tryMfaFirst(ports: MfaSessionPorts): TryLikelyCause {
  let offered = false;
  return async (causes, attempt) => {
    const source = causes.some(({ id }) => id === 'mfa') && !offered ? await attempt.context.source() : undefined;
    if (source === undefined || isTemporary(source.credentials) || attempt.interview.known.mfaSerial === noMfa)
      return undefined;
    const serials = (await listMfaSerials(source, attempt.context)) ?? [];
    offered = true;
    if (serials.length > 0 && !serials.some(canUseWithSts))
      ports.ui.warn(joined([fidoAdvice.message, fidoAdvice.hint]));
    if (!serials.some(canUseWithSts)) return undefined;
    ports.ui.say('AWS did not let you take this role yet. Most likely it wants a code of your MFA device.');
    const when = await whenToAsk(ports, attempt, [
      { value: 'other', name: 'It cannot be the code: show what else it may be' },
    ]);
    if (when === 'other') return undefined;
    await takeCode(ports, await chooseMfaSerial(serials, attempt.context), attempt, when);
    return true;
  };
}

/** The same for a device that AWS's config names for the role: nothing has to be refused first. */
export async function offerMfaSession(ports: MfaSessionPorts, serial: string, attempt: MfaAttempt): Promise<void> {
  await takeCode(ports, serial, attempt, await whenToAsk(ports, attempt, []));
}

/** A session cannot be made from temporary keys, so with those there is nothing to choose. */
async function whenToAsk(
  { ui, nameFor }: MfaSessionPorts,
  { context }: MfaAttempt,
  more: readonly Choice[],
): Promise<string> {
  if (isTemporary((await context.source()).credentials)) return 'each';
  return await ui.ask({
    kind: 'choice',
    message: 'When shall AWS ask for the code?',
    choices: [
      {
        value: 'session',
        name: 'Now, and then not for 36 hours',
        description: `Kept as profile ${await nameFor()}; a refresh needs no code meanwhile.`,
      },
      { value: 'each', name: 'At every refresh' },
      ...more,
    ],
  });
}

async function takeCode(
  ports: MfaSessionPorts,
  serial: string,
  { interview, context }: MfaAttempt,
  when: string,
): Promise<void> {
  const source = await context.source();
  const credentials = when === 'session' ? await mfaSession(source, serial, context, ports.ui) : undefined;
  if (credentials === undefined) {
    interview.learn('mfaSerial', serial, serial);
    return;
  }
  const profile = await ports.nameFor();
  const answers = {
    ...(source.profile === undefined ? {} : { sourceProfile: source.profile }),
    mfaSerial: serial,
    duration: String(longestSession),
  };
  ports.adopt({ profile, credentials, recipe: { method: 'session-token', region: context.region, answers } });
  // From here the session is the source, and it proves the code: the role itself needs none.
  for (const name of ['sourceKeys', 'mfaSerial', 'mfaCode'] as const) interview.learn(name, undefined);
  interview.learn('sourceProfile', profile, profile);
}

/** Undefined where AWS makes no session of these keys: then the role itself is asked with a code. */
async function mfaSession(
  source: Source,
  serialNumber: string,
  context: MethodContext,
  ui: Pick<Ui, 'warn'>,
): Promise<Credentials | undefined> {
  const sts = await context.aws.sts({
    region: context.region,
    credentials: source.credentials,
    profile: source.profile ?? context.settingsProfile,
  });
  for (;;) {
    const tokenCode = await askMfaCode(serialNumber, context);
    try {
      return await sts.getSessionToken({ serialNumber, tokenCode, durationSeconds: longestSession });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { message, field } = explain(error);
      ui.warn([message, askedElsewhere(error)].filter((part) => part !== undefined).join(' '));
      if (field === 'TokenCode') continue;
      ui.warn('So the code is asked for at every refresh.');
      return undefined;
    }
  }
}
