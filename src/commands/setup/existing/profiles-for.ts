import type { AnyMethod, RefreshNeed } from '../../../core/method.js';
import type { Clock } from '../../../core/ports/clock.js';
import { environmentRecipe } from '../../../core/recipe.js';
import type { Recipe } from '../../../core/recipe.js';
import { outlasts } from '../../../core/session-state.js';
import type { Handed } from '../../../interview/answer-source.js';
import type { Target } from '../../../interview/clone-target.js';
import type { RecipeTexts } from '../../../sign-in/recipe-of.js';
import { refreshNeed } from '../../../sign-in/refresh-need.js';
import type { Stores } from '../../../stores/stores.js';

/** A profile that was set up here, and may be able to read a repository. */
export interface ExistingProfile {
  readonly name: string;
  readonly recipe: Recipe;
  /** When its keys end, where that is known and they still last. */
  readonly expiration: Date | undefined;
  /** What new keys want of a person; undefined while the old ones last. */
  readonly need: Extract<RefreshNeed, 'nothing' | 'mfa-code' | 'browser'> | undefined;
}

/** A repository as far as it is known: without its Region where only its name was given. */
export type KnownRepository = Pick<Target, 'profile' | 'account' | 'url'> & { readonly region: string | undefined };

/**
 * The profiles of ours that may be able to read a repository, by what is known here: of its Region and account where
 * both are known, of the profile that its URL names, and signed in as was handed over. Their keys last, or can be had
 * anew without a paste. One that only signs for others is none. The one that Git takes for the URL already is first, then those whose keys last.
 */
export async function existingProfilesFor(
  target: KnownRepository,
  { answers, secrets }: Pick<Handed, 'answers' | 'secrets'>,
  methods: readonly AnyMethod[],
  { recipes, profiles, settings }: Pick<Stores, 'recipes' | 'profiles' | 'settings'>,
  { clock }: { readonly clock: Pick<Clock, 'now'> },
): Promise<readonly ExistingProfile[]> {
  if (Object.keys(secrets).length > 0) return [];
  const found: ExistingProfile[] = [];
  const all = await readAll(recipes);
  const uses = await settings.uses();
  const isSourceAlone = (name: string): boolean =>
    !uses.has(name) &&
    all.some(
      ([
        ,
        {
          answers: { sourceProfile },
        },
      ]: [string, { answers: RecipeTexts }]) => sourceProfile === name,
    );
  for (const [name, recipe] of all) {
    if (name === environmentRecipe || (target.profile !== undefined && target.profile !== name)) continue;
    if (isSourceAlone(name)) continue;
    if (target.region !== undefined && recipe.region !== target.region) continue;
    if (isOfOtherAccount(recipe, target) || !saysTheSame(recipe, answers)) continue;
    const keys = await profiles.keys(name);
    const lasts = keys !== undefined && outlasts(keys.expiration, clock.now());
    const need = lasts
      ? undefined
      : refreshNeed(
          methods.find(({ id }) => id === recipe.method),
          recipe,
        );
    if (need === 'paste' || need === 'variables') continue;
    found.push({ name, recipe, expiration: lasts ? keys.expiration : undefined, need });
  }
  const used = target.url === undefined ? undefined : await settings.profileOutside(target.url);
  const rank = ({ name, need }: ExistingProfile): number =>
    (name === used ? 0 : 2) + (need === undefined ? 0 : need === 'nothing' ? 0.5 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

async function readAll(recipes: Stores['recipes']): Promise<readonly [name: string, recipe: Recipe][]> {
  const names = await recipes.list();
  const read = await Promise.all(names.map(async (name) => [name, await recipes.read(name)] as const));
  return read.flatMap(([name, recipe]) => (recipe === undefined ? [] : [[name, recipe] as [string, Recipe]]));
}

function isOfOtherAccount({ account }: Recipe, target: Pick<Target, 'account'>): boolean {
  return account !== undefined && target.account !== undefined && account !== target.account;
}

const ofRepository = ['repository', 'region', 'host'];

/** Whoever was given another portal, role or way to sign in wants that one. */
function saysTheSame({ method, answers }: Recipe, handed: Handed['answers']): boolean {
  return Object.entries(handed).every(
    ([name, raw]) => ofRepository.includes(name) || (name === 'method' ? method : answers[name]) === raw,
  );
}
