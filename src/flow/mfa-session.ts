import { explain } from '../aws/explain.js';
import type { Credentials } from '../core/credentials.js';
import { isTemporary } from '../core/credentials.js';
import type { MethodContext, Source } from '../core/method.js';
import { Refusal } from '../core/problem.js';
import type { Ui } from '../core/ports/ui.js';
import type { Recipe } from '../core/recipe.js';
import { askMfaCode, findMfaSerial } from '../methods/mfa.js';
import type { Refused } from './mend.js';

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

/**
 * What to do when a role wants an MFA code: a code each time, or one MFA session first, so that refreshes need no
 * code while it lives. Finds the device either way.
 */
export function wantMfa({ ui, nameFor, adopt }: MfaSessionDrawers): (at: Refused) => Promise<boolean> {
  return async ({ interview, context }) => {
    const source = await context.source();
    const serial = await findMfaSerial(undefined, source, context);
    const profile = await nameFor();
    if (isTemporary(source.credentials) || (await wantsCodeEachTime(ui, profile))) {
      interview.learn('mfaSerial', serial);
      return true;
    }
    const credentials = await mfaSession(source, serial, context, ui);
    const answers = { ...(source.profile === undefined ? {} : { sourceProfile: source.profile }), mfaSerial: serial, duration: String(longestSession) };
    adopt({ profile, credentials, recipe: { method: 'session-token', region: context.region, answers } });
    // From here the session is the source, and it proves the code: the role itself needs none.
    for (const name of ['sourceKeys', 'mfaSerial', 'mfaCode']) interview.learn(name, undefined);
    interview.learn('sourceProfile', profile, profile);
    return true;
  };
}

async function wantsCodeEachTime(ui: Pick<Ui, 'ask'>, profile: string): Promise<boolean> {
  const picked = await ui.ask({
    kind: 'choice',
    message: 'When shall AWS ask for the code?',
    choices: [
      { value: 'session', name: 'Now, and then not for 36 hours', description: `Kept as profile ${profile}; a refresh needs no code meanwhile.` },
      { value: 'each', name: 'At every refresh' },
    ],
  });
  return picked === 'each';
}

async function mfaSession(source: Source, serialNumber: string, context: MethodContext, ui: Pick<Ui, 'warn'>): Promise<Credentials> {
  const sts = await context.aws.sts({ region: context.region, credentials: source.credentials });
  for (;;) {
    const tokenCode = await askMfaCode(serialNumber, context);
    try {
      return await sts.getSessionToken({ serialNumber, tokenCode, durationSeconds: longestSession });
    } catch (error) {
      if (!(error instanceof Refusal) || explain(error).field !== 'TokenCode') throw error;
      ui.warn(explain(error).message);
    }
  }
}
