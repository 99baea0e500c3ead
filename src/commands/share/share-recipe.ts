import type { AnyMethod } from '../../core/method.js';
import { isProblem } from '../../core/problem.js';
import type { Question, Questions } from '../../core/interview/question.js';
import type { Recipe } from '../../core/recipe.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { kebab } from '../../core/interview/question.js';

/** A profile's recipe as a team can have it, and what was left out of it. */
export interface Shared {
  readonly recipe: TeamRecipe;
  /** The names of the answers that everybody gives for themselves. */
  readonly leftOut: readonly string[];
}

/** Words about a recipe that do not stand in a profile's own. */
export interface SharedWords {
  /** Its HTTPS URL. */
  readonly repository?: string | undefined;
  readonly team?: string | undefined;
  readonly contact?: string | undefined;
}

/**
 * Takes out of a profile's recipe what a team has in common: the answers to shareable questions, without anybody's
 * name.
 */
export function shareRecipe(recipe: Recipe, method: AnyMethod, words: SharedWords): Shared {
  const answers: Record<string, string> = {};
  const leftOut: string[] = [];
  for (const [name, question] of Object.entries(method.questions as Questions) as [string, Question][]) {
    const text = recipe.answers[name];
    if (text === undefined || text === '') continue;
    if (question.shareable && isGood(question, text)) answers[name] = withoutPerson(text);
    else leftOut.push(kebab(name));
  }
  return { recipe: { method: method.id, region: recipe.region, ...words, answers }, leftOut };
}

/** A recipe may have been edited, or written by another version. */
function isGood(question: Question, text: string): boolean {
  try {
    question.parse(text, {});
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}

// What sign-in pages take to know who comes, and what they were asked once. Source: OpenID Connect Core 1.0, section
// 3.1.2.1;
// SAML 2.0 Bindings, section 3.4; the field of the user's name at Microsoft's and Okta's pages.
const personal = new Set([
  'login_hint',
  'username',
  'user',
  'email',
  'id_token_hint',
  'samlrequest',
  'signature',
  'sigalg',
  'sessiontoken',
  'state',
  'nonce',
  'code',
]);

/** An address without the person in it; other texts as they are. */
function withoutPerson(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return text;
  const url = new URL(text);
  const gone = [...url.searchParams.keys()].filter((name) => personal.has(name.toLowerCase()));
  if (gone.length === 0) return text;
  for (const name of gone) url.searchParams.delete(name);
  return url.href;
}
