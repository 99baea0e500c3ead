import * as v from 'valibot';
import type { AnyMethod } from '../core/method.js';
import { nearest } from '../core/text/nearest.js';
import type { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { camel, flagOf } from '../core/interview/question.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { TeamRecipe } from '../core/team-recipe.js';
import { fault, readRecipeLines } from './team-recipe-text.js';
import type { RecipeLine } from './team-recipe-text.js';
import { plainRepository, sharedQuestions, teamRecipeSchema } from './team-recipe-schema.js';

/**
 * Reads a team recipe. Only answers to shareable questions of its method get through, each as its question's own
 * `parse` takes it; everything else is refused.
 * @param text hostile until it was read
 * @throws Problem `usage` naming the line that cannot be used
 */
export function parseTeamRecipe(text: string, methods: readonly AnyMethod[]): TeamRecipe {
  const lines = readRecipeLines(text);
  const method = methodOf(lines, methods);
  const schema = teamRecipeSchema(method);
  if (!lines.some(({ key }) => key === 'format')) throw fault(1, 'a team recipe says its format, in a line format = 1');
  const unknown = lines.find(({ key }) => !Object.hasOwn(schema.entries, key));
  if (unknown !== undefined)
    throw fault(unknown.line, whyUnknown(unknown.key, method, methods, Object.keys(schema.entries)));
  const values = valuesOf(lines);
  const result = v.safeParse(schema, Object.fromEntries(values));
  if (!result.success) throw firstFault(result.issues, lines);
  const one = (key: string): string | undefined => values.get(key)?.[0];
  const repository = one('repository');
  return {
    method: method.id,
    region: one('region'),
    repository: repository === undefined ? undefined : plainRepository(repository),
    host: one('host'),
    team: one('team'),
    contact: one('contact'),
    answers: Object.fromEntries(
      Object.keys(sharedQuestions(method)).flatMap((key) =>
        values.has(key) ? [[camel(key), (values.get(key) ?? []).join('\n')]] : [],
      ),
    ),
  };
}

function methodOf(lines: readonly RecipeLine[], methods: readonly AnyMethod[]): AnyMethod {
  const line = lines.find(({ key }) => key === 'method');
  if (line === undefined) throw fault(1, 'a team recipe says how to sign in, in a line method = …');
  const method = methods.find(({ id }) => id === line.value);
  if (method !== undefined) return method;
  throw fault(
    line.line,
    `there is no sign-in method "${printable(line.value, 60)}"${didYouMean(
      line.value,
      methods.map(({ id }) => id),
    )}`,
  );
}

/** Why a key is none of a team recipe's: it is personal, another method's, or nothing that there is. */
function whyUnknown(key: string, method: AnyMethod, methods: readonly AnyMethod[], known: readonly string[]): string {
  const name = printable(key, 60);
  const personal = methods.some((one) =>
    (Object.entries(one.questions as Questions) as [string, Question][]).some(
      ([own, question]) => flagOf(own, question) === `--${key}` && !question.shareable,
    ),
  );
  if (
    personal ||
    ['profile', 'overwrite', 'helper', 'git-scope', 'codecommit-urls', 'save-to', 'clone', 'yes', 'from'].includes(key)
  )
    return `${name} is for everybody to choose for themselves, and not for a team recipe`;
  const others = methods.filter((one) => Object.hasOwn(sharedQuestions(one), key)).map(({ id }) => id);
  if (others.length > 0) return `${name} belongs to the method ${others.join(' or ')}, and this is ${method.id}`;
  return `there is no "${name}"${didYouMean(key, known)}`;
}

function didYouMean(word: string, words: readonly string[]): string {
  const close = nearest(word, words);
  return close === undefined ? '' : `; did you mean ${close}?`;
}

function valuesOf(lines: readonly RecipeLine[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const { key, value } of lines) values.set(key, [...(values.get(key) ?? []), value]);
  return values;
}

/** The fault that comes first in the text. */
function firstFault(issues: readonly v.BaseIssue<unknown>[], lines: readonly RecipeLine[]): Problem {
  const found = issues.map(({ path, message }) => {
    const [key, index] = (path ?? []).map((item) => item.key);
    const own = lines.filter((line) => line.key === key);
    const at = typeof index === 'number' ? own[index] : (own[1] ?? own[0]);
    return { line: at?.line ?? 1, what: at === undefined ? message : `${String(key)}: ${message}` };
  });
  const [first = { line: 1, what: 'it is no team recipe' }] = found.sort((a, b) => a.line - b.line);
  return fault(first.line, printable(first.what));
}
