import { sessionSeconds } from '../../../core/session-state.js';
import { deviceOf } from '../../../aws/mfa.js';
import type { Identity } from '../../../core/credentials.js';
import type { SetupAnswers } from '../answers.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { AnyMethod, Obtained } from '../../../core/method.js';
import type { Plan } from '../../../core/plan.js';
import type { Ports } from '../../../core/ports/ports.js';
import { environmentRecipe } from '../../../core/recipe.js';
import type { Recipe } from '../../../core/recipe.js';
import type { Target } from '../../../interview/clone-target.js';
import { agreedEndpoints } from '../../../sign-in/foreign-endpoints.js';
import { noteTried } from '../../../methods/common/tried.js';
import { WrongAccount, confirmIdentity } from '../../../sign-in/identity.js';
import type { ExtraProfile } from '../../../sign-in/mfa-session.js';
import type { OngoingSignIn } from '../../../sign-in/open-sign-in.js';
import { recipeOf } from '../../../sign-in/recipe-of.js';
import type { InvocationOf } from '../../common/call.js';
import type { SetupFlag } from '../flags.js';
import { keepSource } from '../plan/keep-source-keys.js';

export interface SignInInput {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly given: InvocationOf<SetupFlag>;
  readonly plan: Plan;
  readonly signIn: OngoingSignIn;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried: Map<string, string>;
}

export interface SignedIn {
  /** The credentials, and what came with them. */
  readonly obtained: Obtained;
  readonly identity: Identity;
  /** How to get new ones. */
  readonly recipe: Recipe;
  /** Profiles that the recipe leans on. */
  readonly extraProfiles: readonly ExtraProfile[];
  /** The access key that signed was entered for this once. */
  readonly sourceForgotten: boolean;
}

/** The third stage: signs in, and asks AWS whose the credentials are. Nothing is written. @throws Problem */
export async function signInAndIdentify(
  { method, target, interview, given, plan, signIn, tried }: SignInInput,
  ports: Pick<Ports, 'aws' | 'clock' | 'ui'>,
): Promise<SignedIn> {
  const source = { raw: interview.raw('sourceProfile'), ...interview.known };
  const kept = keepSource(interview, plan.keptSource);
  const serial = serialOfConfig(interview, given);
  if (ports.ui.interactive && serial !== undefined) await signIn.offerMfaSession(serial);
  const identify = async (got: Obtained): Promise<Identity> => {
    try {
      return await confirmIdentity(
        got.credentials,
        { region: target.region, profile: plan.profile === environmentRecipe ? undefined : plan.profile },
        [got.account, target.account],
        ports,
        { always: method.inEnvironment },
      );
    } catch (error) {
      if (error instanceof WrongAccount)
        noteTried(tried, recipeOf(method, target.region, interview, got).answers, 'tried: another account');
      throw error;
    }
  };
  // A job cannot answer anew what its environment has.
  const isFound = method.inEnvironment === true && !ports.ui.interactive;
  const { obtained, confirmed } = await signIn
    .obtain(isFound ? () => Promise.resolve(undefined) : identify)
    .catch((error: unknown) => {
      // The conversation goes on: a code is good once, and nothing was written of what was to be.
      interview.learn('mfaCode', undefined);
      const unwritten = [...kept, ...signIn.extraProfiles].map(({ profile }) => profile);
      if (interview.known.sourceProfile !== undefined && unwritten.includes(interview.known.sourceProfile)) {
        interview.learn('sourceProfile', source.sourceProfile, source.raw);
        interview.learn('sourceKeys', source.sourceKeys);
      }
      throw error;
    });
  const identity = confirmed ?? (await identify(obtained));
  const made = recipeOf(method, target.region, interview, obtained);
  return {
    obtained,
    identity,
    recipe: {
      ...made,
      answers: { ...made.answers, ...agreedEndpoints(ports.aws) },
      account: identity.account,
      arn: identity.arn,
      lasts: sessionSeconds(obtained.credentials.expiration, ports.clock.now()),
    },
    extraProfiles: [...stillKept(kept, signIn, interview), ...signIn.extraProfiles],
    sourceForgotten: interview.known.sourceKeys !== undefined && plan.keptSource === undefined,
  };
}

/** The access key to keep: the one that AWS took at last, and none where other keys signed in the end. */
function stillKept(
  kept: readonly ExtraProfile[],
  { enteredInstead, extraProfiles }: OngoingSignIn,
  { known }: Interview<SetupAnswers>,
): readonly ExtraProfile[] {
  const sources = [known.sourceProfile, ...extraProfiles.map(({ recipe }) => recipe?.answers['sourceProfile'])];
  return kept
    .filter(({ profile }) => sources.includes(profile))
    .map((extra) => ({ ...extra, credentials: enteredInstead() ?? extra.credentials }));
}

/**
 * The MFA device that AWS's config names for a role; a device that was given by flag says that a code is wanted each
 * time.
 */
function serialOfConfig({ known }: Interview<SetupAnswers>, given: InvocationOf<SetupFlag>): string | undefined {
  const serial = known.roleArn === undefined ? undefined : deviceOf(known.mfaSerial);
  return known.mfaCode === undefined && given.texts('mfa-serial') === undefined ? serial : undefined;
}
