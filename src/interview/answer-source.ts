import type { AnswerSource } from '../core/interview/interview.js';
import { environmentNameOf, flagNameOf, isSecret, kebab } from '../core/interview/question.js';
import type { FlagName } from '../core/interview/question.js';
import type { Recipe } from '../core/recipe.js';
import type { TeamRecipe } from '../core/team-recipe.js';
import type { EarlierAnswers } from './earlier-answers.js';

/** The flags of a call, wherever they were given. */
export interface GivenTexts {
  texts(name: FlagName): readonly string[] | undefined;
}

/** What a person was given, and has answered questions with before they were put; it grows while they are. */
export interface Handed {
  /** Raw answers to shareable questions, by question name: they count as a team recipe's. */
  answers: Readonly<Record<string, string>>;
  /** Raw answers that are the person's own: which file has the keys. */
  own: Readonly<Record<string, string>>;
  /** The texts of secrets, out of files that were named. */
  secrets: Readonly<Record<string, string>>;
  /** What is put forward where nothing better is known. */
  suggestions: Readonly<Record<string, string>>;
  /** The ways to sign in that it points to, best first. */
  methods: readonly string[];
}

/** Nothing was given so far. */
export function nothingHanded(): Handed {
  return { answers: {}, own: {}, secrets: {}, suggestions: {}, methods: [] };
}

export interface AnswerSourceOptions {
  readonly given: GivenTexts;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readText: (path: string) => Promise<string>;
  /** A recipe of others: its answers to shareable questions count, after flags and variables. */
  readonly team?: TeamRecipe | undefined;
  /** A recipe that is being repeated: its answers count. */
  readonly recipe?: Recipe | undefined;
  /** What the person was given, after flags, variables and the team recipe. */
  readonly handed?: Handed | undefined;
  /** A recipe of an earlier run: its answers are suggestions. */
  readonly earlier?: Recipe | undefined;
  /** What other earlier set-ups answered: suggestions where nothing better is known. */
  readonly others?: EarlierAnswers | undefined;
}

/** Answers by flag, environment and recipe. A secret comes from the file its flag names, or from its own variable. */
export function answerSource({
  given,
  env,
  readText,
  team,
  handed,
  recipe,
  earlier,
  others,
}: AnswerSourceOptions): AnswerSource {
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
      if (path !== undefined) return await textOf(path);
      return env[environmentNameOf(kebab(name))] ?? own(handed?.secrets, name);
    },
    remembered: (name, question) =>
      recipe?.answers[name] ??
      (question.shareable ? ((team && answerOf(team, name)) ?? own(handed?.answers, name)) : undefined) ??
      own(handed?.own, name),
    isOfTeam: (name, raw) =>
      (team !== undefined && answerOf(team, name) === raw) ||
      own(handed?.answers, name) === raw ||
      (others?.fromTeam.includes(name) === true && own(others.answers, name) === raw) ||
      [recipe, earlier].some((saved) => saved?.fromTeam?.includes(name) === true && saved.answers[name] === raw),
    suggested: (name) =>
      (name === 'method' ? earlier?.method : name === 'region' ? earlier?.region : earlier?.answers[name]) ??
      own(handed?.suggestions, name) ??
      own(others?.answers, name),
  };
}

function own(answers: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return answers !== undefined && Object.hasOwn(answers, name) ? answers[name] : undefined;
}

function answerOf({ method, region, repository, host, answers }: TeamRecipe, name: string): string | undefined {
  const head: Readonly<Record<string, string | undefined>> = { method, region, repository, host };
  return Object.hasOwn(head, name) ? head[name] : Object.hasOwn(answers, name) ? answers[name] : undefined;
}
