import type { Interview } from '../core/interview/interview.js';
import type { AnyMethod, Obtained, TextsOf } from '../core/method.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { Recipe } from '../core/recipe.js';
import type { AnswerName, MethodAnswers, SignInAnswers } from '../methods/answers.js';

/** What a recipe of any method can have, as raw texts. */
export type RecipeTexts = TextsOf<MethodAnswers>;

/**
 * The recipe of a sign-in that worked: the texts of the answers that may be kept, who chose them, and what was found on
 * the way.
 * Nothing secret can get in, for secrets are questions that are never kept.
 */
export function recipeOf(
  method: AnyMethod,
  region: string,
  interview: Interview<SignInAnswers>,
  obtained: Obtained,
): Recipe {
  const answers: Record<string, string> = {};
  const fromTeam: string[] = [];
  for (const [name, question] of Object.entries(method.questions as Questions) as [AnswerName, Question][]) {
    const raw = interview.raw(name);
    // A menu's word for no answer is none.
    const isAnswer = raw !== undefined && raw !== '' && !raw.startsWith(':') && interview.known[name] !== undefined;
    if (!question.kept || !isAnswer) continue;
    answers[name] = raw;
    if (interview.isOfTeam(name)) fromTeam.push(name);
  }
  return {
    method: method.id,
    region,
    answers: { ...answers, ...obtained.learned },
    ...(fromTeam.length > 0 && { fromTeam }),
  };
}
