import { joined, sentence } from '../core/advice/advice.js';
import type { Text } from '../core/advice/advice.js';
import { loadRecipe, setUp, setUpProfile } from '../core/advice/own-commands.js';
import type { Credentials, Identity } from '../core/credentials.js';
import { Interview } from '../core/interview/interview.js';
import type { AnyMethod, Obtained } from '../core/method.js';
import { Problem, cancelled } from '../core/problem.js';
import type { Ports } from '../core/ports/ports.js';
import type { Questions } from '../core/interview/question.js';
import { environmentRecipe } from '../core/recipe.js';
import { tryToKeep } from '../core/try-to-keep.js';
import type { Recipe } from '../core/recipe.js';
import { outlasts, sessionSeconds } from '../core/session-state.js';
import { accountOf } from '../aws/arns.js';
import { answerSource } from '../interview/answer-source.js';
import type { GivenTexts } from '../interview/answer-source.js';
import { refuseStandIn } from './foreign-endpoints.js';
import { confirmIdentity } from './identity.js';
import { recipeOf } from './recipe-of.js';
import type { RecipeTexts } from './recipe-of.js';
import type { Stores } from '../stores/stores.js';
import { openSignIn } from './open-sign-in.js';
import { forgetFailure } from './shared-failure.js';
import { findLocalFacts } from '../stores/find-local-facts.js';
import type { SignInAnswers } from '../methods/answers.js';

export type RenewPorts = Pick<
  Ports,
  | 'aws'
  | 'browser'
  | 'samlBrowser'
  | 'clock'
  | 'openid'
  | 'ui'
  | 'signal'
  | 'readText'
  | 'templates'
  | 'env'
  | 'userName'
  | 'files'
  | 'clipboard'
  | 'cwd'
  | 'homeDirectory'
> &
  Partial<Pick<Ports, 'changes'>>;

export interface RenewOptions {
  readonly methods: readonly AnyMethod[];
  readonly given: GivenTexts;
  /** Less than this many seconds left counts as ended; `renewalSeconds` where nothing is said. */
  readonly margin?: number | undefined;
  readonly force?: boolean | undefined;
  /** Whether AWS is asked who the credentials are; Git cannot wait for that, and the recipe knows. */
  readonly identify?: boolean | undefined;
  /** The profiles whose renewal led here: a cycle ends with a Problem, not in a loop. */
  readonly path?: readonly string[] | undefined;
}

export interface Renewal {
  readonly profile: string;
  readonly recipe: Recipe;
  readonly credentials: Credentials;
  /** False where the credentials were still good. */
  readonly refreshed: boolean;
  readonly identity: Identity | undefined;
  /** Why not all could be kept that the next renewal would go by; the profile has the new credentials all the same. */
  readonly unkept?: Problem | undefined;
}

/**
 * New credentials by the saved recipe, written into the profile; asks only what is missing. A source that is itself a
 * profile of ours and has ended is renewed first. Does nothing while enough time is left, unless forced.
 * @throws Problem `usage` for a profile without a recipe, and whatever signing in throws
 */
export async function renew(
  profile: string,
  ports: RenewPorts,
  stores: Stores,
  options: RenewOptions,
): Promise<Renewal> {
  const recipe = await recipeFor(profile, stores, options);
  if (profile === environmentRecipe) throw inNoProfile(recipe, options);
  const standing = await stores.profiles.keys(profile);
  if (
    standing !== undefined &&
    options.force !== true &&
    outlasts(standing.expiration, ports.clock.now(), options.margin)
  ) {
    return { profile, recipe, credentials: standing, refreshed: false, identity: undefined };
  }
  const obtained = await obtainByRecipe(profile, ports, stores, options);
  await refuseStandIn(obtained.credentials, recipe, profile, ports.aws);
  const identity =
    options.identify === false
      ? undefined
      : await confirmIdentity(
          obtained.credentials,
          { region: recipe.region, profile },
          [obtained.account, expectedAccount(recipe)],
          ports,
          { told: obtained.credentials.identity },
        );
  const renewed = {
    ...obtained.recipe,
    ...(identity !== undefined && { account: identity.account, arn: identity.arn }),
    lasts: sessionSeconds(obtained.credentials.expiration, ports.clock.now()),
  };
  if (ports.signal.aborted) throw cancelled();
  await stores.profiles.write(profile, obtained.credentials, {});
  ports.changes?.note(`profile ${profile} has new credentials`);
  await forgetFailure(profile, stores.state);
  const { signIn, credentials } = obtained;
  const withoutSignIn = signIn && (await tryToKeep(() => stores.tokens.write(profile, signIn)));
  const unkept = (await tryToKeep(() => stores.recipes.write(profile, renewed))) ?? withoutSignIn;
  return { profile, recipe: renewed, credentials, refreshed: true, identity, unkept };
}

/** Credentials that stand in no profile cannot be renewed in one. */
function inNoProfile({ method, answers }: Recipe, { methods }: RenewOptions): Problem {
  if (methods.find(({ id }) => id === method)?.handsOutAnew === true)
    return new Problem(
      'usage',
      'The role of this machine hands out new credentials by itself: there is nothing to refresh.',
    );
  if (method === 'environment') return ofEnvironment(answers);
  return new Problem('usage', 'These credentials are in no profile, but in the environment of a shell.', {
    hint: sentence`Get new ones there: ${loadRecipe()}`,
  });
}

function ofEnvironment({ roleArn }: RecipeTexts): Problem {
  return roleArn === undefined
    ? new Problem('usage', 'These credentials are in no profile: Git takes those that it finds in the environment.', {
        hint: 'Put new ones there, as you did these.',
      })
    : new Problem(
        'usage',
        'STS gives new credentials for the web identity in the environment each time that Git asks: there is nothing ' +
          'to refresh.',
      );
}

/** Signs in by a recipe, and writes nothing. */
export async function obtainByRecipe(
  profile: string,
  ports: RenewPorts,
  stores: Stores,
  options: RenewOptions,
): Promise<Obtained & { readonly recipe: Recipe }> {
  const recipe = await recipeFor(profile, stores, options);
  const method = options.methods.find(({ id }) => id === recipe.method);
  if (method === undefined)
    throw new Problem(
      'usage',
      `The recipe of ${profile} names a sign-in method that this version does not have: ${recipe.method}.`,
      { hint: 'Update git-codecommit, or set the profile up again.' },
    );
  const source = answerSource({ given: options.given, env: ports.env, readText: ports.readText, recipe });
  const interview = new Interview<SignInAnswers>({
    ui: ports.ui,
    source,
    localFacts: await findLocalFacts(ports, stores, recipe.region),
    readText: ports.readText,
    repeating: true,
  });
  await interview.all(method.questions as Questions);
  interview.finish();
  const renewSource = (name: string): Promise<Credentials | undefined> =>
    renewIfOurs(name, ports, stores, { ...options, force: false, path: [...(options.path ?? []), profile] });
  const signIn = openSignIn(ports, stores, {
    method,
    region: recipe.region,
    interview,
    recipe,
    profile,
    renew: renewSource,
  });
  const { obtained } = await signIn.obtain(() => Promise.resolve());
  const answers = { ...recipe.answers, ...recipeOf(method, recipe.region, interview, obtained).answers };
  const { fromTeam, ...rest } = recipe;
  const kept = fromTeam?.filter((name) => answers[name] === recipe.answers[name]);
  return { ...obtained, recipe: { ...rest, answers, ...(kept && { fromTeam: kept }) } };
}

async function recipeFor(
  profile: string,
  stores: Pick<Stores, 'recipes'>,
  { path }: Pick<RenewOptions, 'path'>,
): Promise<Recipe> {
  const recipe = await stores.recipes.read(profile);
  if (recipe === undefined)
    throw new Problem('usage', `There is no recipe for profile ${profile}.`, {
      hint: sentence`Set it up once: ${setUpProfile(profile)}`,
    });
  if (path?.includes(profile) === true)
    throw new Problem('usage', `Profile ${profile} is its own source.`, {
      hint: sentence`Set it up again: ${setUp('profile', profile)}`,
    });
  return recipe;
}

/** What is said where a renewal left something unkept. */
export function sayUnkept(profile: string, unkept: Problem): Text {
  return joined([`Profile ${profile} has new credentials, but not all could be kept for the next time:`, unkept.said]);
}

/** A source without a recipe is none of ours to renew. What could not be kept is only said: the credentials are good. */
export async function renewIfOurs(
  profile: string,
  ports: RenewPorts,
  stores: Stores,
  options: RenewOptions,
): Promise<Credentials | undefined> {
  if ((await stores.recipes.read(profile)) === undefined) return undefined;
  const { credentials, unkept } = await renew(profile, ports, stores, options);
  if (unkept !== undefined) ports.ui.warn(sayUnkept(profile, unkept));
  return credentials;
}

function expectedAccount({ account, answers }: Recipe): string | undefined {
  const { roleArn = '' }: RecipeTexts = answers;
  return account ?? accountOf(roleArn);
}
