import type { SetupAnswers } from '../answers.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { Questions } from '../../../core/interview/question.js';
import type { AnyMethod } from '../../../core/method.js';
import { environmentRecipe } from '../../../core/recipe.js';
import type { GivenTexts } from '../../../interview/answer-source.js';
import type { Target } from '../../../interview/clone-target.js';
import { methods } from '../../../methods/index.js';
import { openSignIn } from '../../../sign-in/open-sign-in.js';
import type { OngoingSignIn } from '../../../sign-in/open-sign-in.js';
import type { RecipeTexts } from '../../../sign-in/recipe-of.js';
import { renewIfOurs } from '../../../sign-in/renew.js';
import type { RenewPorts } from '../../../sign-in/renew.js';
import type { Stores } from '../../../stores/stores.js';
import type { SettledChoices } from '../choices.js';
import { askProfile, untakenName } from '../profile-name.js';
import { refuseLimits } from '../refuse-limits.js';

/** A source of ours with less than this many seconds left is renewed before it signs. */
const sourceMargin = 300;

export interface AskInput {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly given: GivenTexts;
  readonly choices: Pick<SettledChoices, 'saveTo' | 'overwrite'>;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried: ReadonlyMap<string, string>;
}

export interface Asked {
  /** The profile to write; `environment` where the credentials go into none. */
  readonly profile: string;
  /** The sign-in by these answers. Nobody was asked for credentials yet. */
  readonly signIn: OngoingSignIn;
}

/** The first stage: asks the method's questions and for the profile, and checks the answers against each other. */
export async function askRest(input: AskInput, ports: RenewPorts, stores: Stores): Promise<Asked> {
  const { method, target, interview, given } = input;
  refuseLimits(input, methods);
  await interview.all(method.questions as Questions);
  const profile = await profileOf(input, ports, stores);
  interview.finish();
  const signIn = openSignIn(ports, stores, {
    method,
    region: target.region,
    interview,
    profile,
    setsUp: true,
    tried: input.tried,
    repository: { name: target.name, account: target.account },
    recipe: await stores.recipes.read(profile),
    renew: (name) => renewIfOurs(name, ports, stores, { methods, given, margin: sourceMargin }),
  });
  await signIn.settle();
  return { profile, signIn };
}

async function profileOf(
  { target, interview, choices }: AskInput,
  { ui }: Pick<RenewPorts, 'ui'>,
  { profiles, recipes }: Pick<Stores, 'profiles' | 'recipes'>,
): Promise<string> {
  if (choices.saveTo === 'environment') return environmentRecipe;
  return await askProfile(interview, target, {
    ui,
    whyNot: (name) => profiles.whyNotWritable(name, { overwrite: choices.overwrite }),
    another: (name) => untakenName(name, profiles),
    repair: () => profiles.repairFiles(),
    sourceOf: async (name) => {
      const { sourceProfile }: RecipeTexts = (await recipes.read(name))?.answers ?? {};
      return sourceProfile;
    },
  });
}
