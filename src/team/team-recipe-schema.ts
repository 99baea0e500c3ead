import * as v from 'valibot';
import { parseRepository } from '../aws/codecommit/repository.js';
import type { AnyMethod } from '../core/method.js';
import { Problem, isProblem } from '../core/problem.js';
import { kebab } from '../core/interview/question.js';
import type { Question, Questions } from '../core/interview/question.js';
import { teamRecipeFormat } from '../core/team-recipe.js';
import { targetQuestions } from '../interview/clone-target.js';

/** Words for people fit on a line of a page. */
const longestWords = 200;
const mostValues = 50;

type Parse = (text: string, known: Readonly<Record<string, unknown>>) => unknown;

/** The questions of a method whose answers a team may share, by the names of their flags. */
export function sharedQuestions(method: AnyMethod): Readonly<Record<string, Question>> {
  const all = Object.entries(method.questions as Questions) as [string, Question][];
  return Object.fromEntries(
    all.filter(([, question]) => question.shareable).map(([name, question]) => [kebab(name), question]),
  );
}

/**
 * What a team recipe for a method may hold: by key the list of its values, each checked by its question's own `parse`.
 */
export function teamRecipeSchema(method: AnyMethod) {
  const own = Object.entries(sharedQuestions(method)).map(
    ([key, question]) => [key, v.optional(values(question.parse, question.repeatable ? mostValues : 1))] as const,
  );
  return v.object({
    format: values(knownFormat),
    method: values(() => method),
    team: v.optional(values(shortWords)),
    contact: v.optional(values(shortWords)),
    region: v.optional(values(targetQuestions.region.parse)),
    repository: v.optional(values(plainRepository)),
    host: v.optional(values(targetQuestions.host.parse)),
    ...Object.fromEntries(own),
  });
}

/**
 * A repository as a team recipe holds it; without the profile that a `codecommit::` URL may name, for that is its
 * reader's choice.
 */
export function plainRepository(text: string): string {
  const { url, name, profile } = parseRepository(text);
  if (profile !== undefined)
    throw new Problem('usage', 'this address names a profile, which everybody chooses for themselves');
  const plain = url ?? name;
  if (plain === undefined) throw new Problem('usage', 'it names no repository');
  return plain;
}

/** The values of one key, each checked by a function that throws Problems, as questions do. */
function values(parse: Parse, most = 1) {
  const check = v.rawCheck<string>(({ dataset, addIssue }) => {
    const why = dataset.typed ? whyNot(parse, dataset.value) : undefined;
    if (why !== undefined) addIssue({ message: why });
  });
  return v.pipe(
    v.array(v.pipe(v.string(), check)),
    v.maxLength(most, most === 1 ? 'it stands here a second time' : `there are more than ${most} of it`),
  );
}

function whyNot(parse: Parse, text: string): string | undefined {
  try {
    parse(text, {});
    return undefined;
  } catch (error) {
    if (isProblem(error)) return error.message.replace(/\.$/, '');
    throw error;
  }
}

function knownFormat(text: string): void {
  if (text !== teamRecipeFormat)
    throw new Problem(
      'usage',
      `this version of git-codecommit knows the format ${teamRecipeFormat} only; a newer one may know this`,
    );
}

function shortWords(text: string): void {
  if (text.length > longestWords) throw new Problem('usage', `it is longer than ${longestWords} characters`);
}
