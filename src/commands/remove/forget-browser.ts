import type { Ports } from '../../core/ports/ports.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { Stores } from '../../stores/stores.js';

/**
 * The sign-in page (SAML) at which a browser folder of ours remembers somebody for this profile alone.
 * @param going profiles that do not count, for they go as well
 * @returns undefined where there is none, or another profile signs in there too
 */
export async function rememberedPage(
  profile: string,
  { recipes }: Pick<Stores, 'recipes'>,
  going: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  const page = await pageOf(profile, { recipes });
  if (page === undefined) return undefined;
  for (const other of await recipes.list()) {
    if (other !== profile && !going.has(other) && (await pageOf(other, { recipes })) === page) return undefined;
  }
  return page;
}

/** Removes that browser folder; the recipe must still be there. */
export async function forgetBrowser(
  profile: string,
  { samlBrowser }: Pick<Ports, 'samlBrowser'>,
  stores: Pick<Stores, 'recipes'>,
): Promise<void> {
  const page = await rememberedPage(profile, stores);
  if (page !== undefined) await samlBrowser?.forget(page);
}

async function pageOf(profile: string, { recipes }: Pick<Stores, 'recipes'>): Promise<string | undefined> {
  const recipe = await recipes.read(profile);
  const { idpUrl: page }: RecipeTexts = recipe?.method === 'saml' ? recipe.answers : {};
  return page === undefined || page === '' ? undefined : page;
}
