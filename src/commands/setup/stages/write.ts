import { joined, sentence } from '../../../core/advice/advice.js';
import { remove } from '../../../core/advice/own-commands.js';
import type { Credentials } from '../../../core/credentials.js';
import type { Plan } from '../../../core/plan.js';
import { Problem, isProblem } from '../../../core/problem.js';
import type { Ui } from '../../../core/ports/ui.js';
import { forgetFailure } from '../../../sign-in/shared-failure.js';
import type { TakeBack } from '../../../state/recipes.js';
import type { WriteOptions } from '../../../profile/store-changes.js';
import type { Stores } from '../../../stores/stores.js';
import type { SignedIn } from './sign-in.js';

export interface WriteInput {
  readonly plan: Plan;
  readonly signedIn: Pick<SignedIn, 'obtained' | 'recipe' | 'extraProfiles'>;
  /** Whether long-term keys in the profile may be replaced. */
  readonly overwrite: boolean;
  /** The clone whose own settings may be meant. */
  readonly cwd: string;
}

type WriteStores = Pick<Stores, 'profiles' | 'recipes' | 'settings' | 'state' | 'tokens'>;

/** How far the writing has come. */
interface Progress {
  /** What takes each recipe back, by profile. */
  readonly recipes: Map<string, TakeBack>;
  /** The profiles that hold their new keys, and an `[sso-session]`. */
  readonly written: string[];
  /** Git's settings may be changed by now, or some of them. */
  gitBegun: boolean;
}

/**
 * The fourth stage: writes recipe, profile, Region and Git's settings, in this order; each reads back what it wrote.
 * The recipe is first, for by it status, refresh, doctor and remove know a profile: whenever this ends, nothing is
 * written that they do not know. Where nothing else came to be written, the recipe is taken back.
 * @throws Problem that says, beside what went wrong, what was written and how to go on or to take it back
 */
export async function writeDown(input: WriteInput, stores: WriteStores, ui: Pick<Ui, 'step'>): Promise<void> {
  const { plan, signedIn, cwd } = input;
  const progress: Progress = { recipes: new Map(), written: [], gitBegun: false };
  try {
    if (plan.recipesFile !== undefined)
      progress.recipes.set(plan.profile, await stores.recipes.write(plan.profile, signedIn.recipe));
    await writeAwsFiles(input, progress, stores, ui);
    if (progress.recipes.has(plan.profile) && signedIn.obtained.signIn)
      await stores.tokens.write(plan.profile, signedIn.obtained.signIn);
    progress.gitBegun = plan.git.length > 0;
    if (progress.gitBegun) await ui.step('Setting Git up', () => stores.settings.apply(plan.profile, plan.git, cwd));
  } catch (error) {
    throw isProblem(error) ? await sayingWhatStays(error, plan.profile, progress) : error;
  }
}

/** What the recipe leans on is first: an `[sso-session]`, a kept access key, an MFA session with its own recipe. */
async function writeAwsFiles(
  { plan, signedIn: { obtained, extraProfiles }, overwrite }: WriteInput,
  progress: Progress,
  stores: WriteStores,
  ui: Pick<Ui, 'step'>,
): Promise<void> {
  const keys = async (profile: string, credentials: Credentials, options: WriteOptions) => {
    try {
      await ui.step(`Writing profile ${profile}`, () => stores.profiles.write(profile, credentials, options));
    } catch (error) {
      if (await mayHold(profile, credentials, stores)) progress.written.push(profile);
      throw error;
    }
    progress.written.push(profile);
    await forgetFailure(profile, stores.state);
  };
  const { ssoSession } = obtained;
  if (ssoSession) {
    await ui.step(`Writing [sso-session ${ssoSession.name}]`, () => stores.profiles.addSsoSession(ssoSession));
    progress.written.push(`[sso-session ${ssoSession.name}]`);
  }
  for (const { profile, credentials, recipe } of extraProfiles) {
    if (recipe !== undefined) progress.recipes.set(profile, await stores.recipes.write(profile, recipe));
    await keys(profile, credentials, { beside: plan.profile });
  }
  if (plan.credentialsFile !== undefined)
    await keys(plan.profile, obtained.credentials, {
      ...(plan.configFile !== undefined && { region: plan.region }),
      overwrite,
      beside: null,
    });
}

/** Whether the keys stand in the profile, as far as that can be seen: writing them may have failed afterwards. */
async function mayHold(
  profile: string,
  { accessKeyId }: Credentials,
  { profiles }: Pick<Stores, 'profiles'>,
): Promise<boolean> {
  try {
    return (await profiles.keys(profile))?.accessKeyId === accessKeyId;
  } catch (error) {
    if (isProblem(error)) return true;
    throw error;
  }
}

/**
 * Takes back the recipes that came to nothing, and says what stays. The profile's own recipe stays with whatever it
 * leans on, for `refresh` goes on from there.
 */
async function sayingWhatStays(
  problem: Problem,
  profile: string,
  { recipes, written, gitBegun }: Progress,
): Promise<Problem> {
  const left = [...written];
  for (const [name, takeBack] of recipes) {
    const stays = written.includes(name) || (name === profile && (written.length > 0 || gitBegun));
    if (!stays && (await isDone(takeBack))) recipes.delete(name);
    else if (!written.includes(name)) left.push(`the recipe of ${name}`);
  }
  if (left.length === 0) return problem;
  const names = left.map((one) => (one.includes(' ') ? one : `profile ${one}`));
  const again = [...recipes.keys()].map((name) => sentence`\`${remove(name)}\``);
  const undo = sentence`Take that back with ${joined(again, ' and ')}, or go on with the same setup.`;
  return new Problem(
    problem.kind,
    problem.kind === 'cancelled' ? 'Stopped before everything was set up.' : problem.said,
    {
      hint: joined([problem.hint, `Written already: ${names.join(', ')}.`, again.length === 0 ? undefined : undo]),
      cause: problem,
    },
  );
}

async function isDone(takeBack: TakeBack): Promise<boolean> {
  try {
    await takeBack();
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}
