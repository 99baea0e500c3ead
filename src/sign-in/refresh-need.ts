import type { AnyMethod, RefreshNeed } from '../core/method.js';
import type { Recipe } from '../core/recipe.js';
import type { RecipeTexts } from './recipe-of.js';

/** Whether a renewal wants the access key that the credentials were made with, for it was not kept. */
export function isSourceForgotten(method: AnyMethod | undefined, { answers }: Pick<Recipe, 'answers'>): boolean {
  const { sourceProfile }: RecipeTexts = answers;
  return method !== undefined && 'sourceKeys' in method.questions && sourceProfile === undefined;
}

/** What a renewal by a recipe wants of a person; of a method that this version does not have, everything. */
export function refreshNeed(method: AnyMethod | undefined, recipe: Pick<Recipe, 'answers'>): RefreshNeed {
  return method === undefined || isSourceForgotten(method, recipe) ? 'paste' : method.needs(recipe.answers);
}
