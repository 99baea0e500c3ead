import type { Question } from '../core/interview/question.js';
import type { PassingName } from '../core/interview/passing.js';
import type { methods } from './index.js';

type Tables = (typeof methods)[number]['questions'];

type NameIn<Table> = Table extends unknown ? keyof Table & string : never;

type AnswerIn<Table, Name extends string> =
  Table extends Readonly<Record<Name, Question<infer Answer>>> ? Answer : never;

/** The name of a question of some method. */
export type AnswerName = NameIn<Tables>;

/** The answers to the questions of all methods, by the names and types that their tables give them. */
export type MethodAnswers = { readonly [Name in AnswerName]: AnswerIn<Tables, Name> };

/** The same, and what is answered on the way without a flag. */
export type SignInAnswers = MethodAnswers & Readonly<Record<PassingName, unknown>>;
