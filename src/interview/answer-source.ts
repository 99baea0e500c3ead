import type { AnswerSource } from '../core/interview/interview.js';
import { environmentNameOf, flagNameOf, isSecret, kebab } from '../core/interview/question.js';
import type { FlagName } from '../core/interview/question.js';
import type { Recipe } from '../core/recipe.js';
import type { TeamRecipe } from '../core/team-recipe.js';

/** The flags of a call, wherever they were given. */
export interface GivenTexts {
  texts(name: FlagName): readonly string[] | undefined;
}

export interface AnswerSourceOptions {
  readonly given: GivenTexts;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => Promise<string>;
  /** A recipe of others: its answers to shareable questions count, after flags and variables. */
  readonly team?: TeamRecipe | undefined;
  /** A recipe that is being repeated: its answers count. */
  readonly recipe?: Recipe | undefined;
  /** A recipe of an earlier run: its answers are suggestions. */
  readonly earlier?: Recipe | undefined;
}

/** Answers by flag, environment and recipe. A secret comes from the file its flag names, or from its own variable. */
export function answerSource({ given, env, readText, team, recipe, earlier }: AnswerSourceOptions): AnswerSource {
  // Standard input can be read once only.
  const texts = new Map<string, Promise<string>>();
  const textOf = (path: string): Promise<string> => {
    const read = texts.get(path) ?? readText(path);
    texts.set(path, read);
    return read;
  };
  return {
    async given(name, question) {
      const answers = given.texts(flagNameOf(name, question));
      if (!isSecret(question)) return question.repeatable ? answers?.join('\n') : answers?.at(-1);
      const path = answers?.at(-1);
      return path === undefined ? env[environmentNameOf(kebab(name))] : await textOf(path);
    },
    remembered: (name, question) =>
      recipe?.answers[name] ?? (team !== undefined && question.shareable ? answerOf(team, name) : undefined),
    isOfTeam: (name, raw) =>
      (team !== undefined && answerOf(team, name) === raw) ||
      [recipe, earlier].some((saved) => saved?.fromTeam?.includes(name) === true && saved.answers[name] === raw),
    suggested: (name) =>
      name === 'method' ? earlier?.method : name === 'region' ? earlier?.region : earlier?.answers[name],
  };
}

function answerOf({ method, region, repository, host, answers }: TeamRecipe, name: string): string | undefined {
  const head: Readonly<Record<string, string | undefined>> = { method, region, repository, host };
  return Object.hasOwn(head, name) ? head[name] : Object.hasOwn(answers, name) ? answers[name] : undefined;
}
