import { explain } from '../aws/refusals/explain.js';
import { canUseWithSts, fidoAdvice } from '../aws/mfa.js';
import type { Credentials } from '../core/credentials.js';
import { isTemporary } from '../core/credentials.js';
import type { MethodContext, Source } from '../core/method.js';
import { Refusal, askedElsewhere } from '../core/problem.js';
import type { Choice, Ui } from '../core/ports/ui.js';
import type { Recipe } from '../core/recipe.js';
import { askMfaCode, chooseMfaSerial, findMfaSerial, listMfaSerials } from '../methods/shared/mfa.js';
import type { Refused, Suspect } from './handle-refusal.js';

/** GetSessionToken's longest session. Source: STS API reference, GetSessionToken, DurationSeconds. */
const longestSession = 129_600;

/** A profile that is written beside the one that was asked for: an MFA session, a kept access key. */
export interface Companion {
  readonly profile: string;
  readonly credentials: Credentials;
  /** Undefined for long-term keys, which nothing renews. */
  readonly recipe: Recipe | undefined;
}

export interface MfaSessionDrawers {
  readonly ui: Pick<Ui, 'ask' | 'say' | 'warn'>;
  /** A free profile name for the session of a source. */
  readonly nameFor: () => Promise<string>;
  /** Makes the session the source of this run, and has it written with the rest. */
  readonly adopt: (companion: Companion) => void;
}

/** The sign-in that a code is needed for. */
type Wanting = Pick<Refused, 'interview' | 'context'>;

/**
 * What to do when a role wants an MFA code: a code each time, or one MFA session first, so that refreshes need no
 * code while it lives. Finds the device either way.
 */
export function wantMfa(drawers: MfaSessionDrawers): (at: Wanting) => Promise<boolean> {
  return async (at) => {
    const serial = await findMfaSerial(undefined, await at.context.source(), at.context);
    await takeCode(drawers, serial, at, await whenToAsk(drawers, at, []));
    return true;
  };
}

/**
 * AWS never says that it was the code that was missing. But whoever comes with an IAM user's own key and has an MFA
 * device most likely lacks just that, so this is offered before the other causes; once.
 */
export function suspectMfa(drawers: MfaSessionDrawers): Suspect {
  let offered = false;
  return async (causes, at) => {
    const source = causes.some(({ id }) => id === 'mfa') && !offered ? await at.context.source() : undefined;
    if (source === undefined || isTemporary(source.credentials)) return undefined;
    const serials = (await listMfaSerials(source, at.context)) ?? [];
    offered = true;
    if (serials.length > 0 && !serials.some(canUseWithSts)) drawers.ui.warn(`${fidoAdvice.message} ${fidoAdvice.hint}`);
    if (!serials.some(canUseWithSts)) return undefined;
    drawers.ui.say('AWS did not let you take this role yet. Most likely it wants a code of your MFA device.');
    const when = await whenToAsk(drawers, at, [
      { value: 'other', name: 'It cannot be the code: show what else it may be' },
    ]);
    if (when === 'other') return undefined;
    await takeCode(drawers, await chooseMfaSerial(serials, at.context), at, when);
    return true;
  };
}

/** The same for a device that AWS's config names for the role: nothing has to be refused first. */
export async function offerMfaSession(drawers: MfaSessionDrawers, serial: string, at: Wanting): Promise<void> {
  await takeCode(drawers, serial, at, await whenToAsk(drawers, at, []));
}

/** A session cannot be made from temporary keys, so with those there is nothing to choose. */
async function whenToAsk(
  { ui, nameFor }: MfaSessionDrawers,
  { context }: Wanting,
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
  drawers: MfaSessionDrawers,
  serial: string,
  { interview, context }: Wanting,
  when: string,
): Promise<void> {
  const source = await context.source();
  const credentials = when === 'session' ? await mfaSession(source, serial, context, drawers.ui) : undefined;
  if (credentials === undefined) {
    interview.learn('mfaSerial', serial, serial);
    return;
  }
  const profile = await drawers.nameFor();
  const answers = {
    ...(source.profile === undefined ? {} : { sourceProfile: source.profile }),
    mfaSerial: serial,
    duration: String(longestSession),
  };
  drawers.adopt({ profile, credentials, recipe: { method: 'session-token', region: context.region, answers } });
  // From here the session is the source, and it proves the code: the role itself needs none.
  for (const name of ['sourceKeys', 'mfaSerial', 'mfaCode']) interview.learn(name, undefined);
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
