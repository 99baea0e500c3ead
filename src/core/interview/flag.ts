import { environmentNameOf, flagNameOf, isSecret, kebab } from './question.js';
import type { FlagNameOf, Question, QuestionKind, Questions } from './question.js';

/** One flag of a command: what argv, help, completion and the manual are made from. */
export interface Flag {
  /** Without the dashes: `role-arn`. */
  readonly name: string;
  readonly short?: string | undefined;
  /** `optional` takes a value or none: `--clone [DIRECTORY]`. */
  readonly kind: 'switch' | 'value' | 'optional';
  readonly valueName?: string | undefined;
  readonly repeatable?: boolean | undefined;
  readonly help: string;
  /** The values there are, for completion and help. */
  readonly values?: readonly string[] | undefined;
  /** The variable that holds the secret itself, where the flag names a file with it. */
  readonly textVariable?: string | undefined;
}

/**
 * What was said on the command line, before any environment, by flag name. Texts are raw; a switch that is on has the
 * text `1`.
 */
export type GivenFlags = Readonly<Record<string, readonly string[] | undefined>>;

/** The flags of a table of questions, for the compiler: their names, and which are switches. */
export type FlagOfQuestions<Q extends Questions> = Q extends unknown
  ? { [Name in keyof Q & string]: Q[Name] extends Question<unknown, infer K> ? TypedFlag<Name, K> : never }[keyof Q &
      string]
  : never;

interface TypedFlag<Name extends string, K extends QuestionKind> extends Flag {
  readonly name: FlagNameOf<Name, K>;
  readonly kind: K extends 'switch' ? 'switch' : 'value';
}

/** The flag that belongs to a question. */
function flagOfQuestion(name: string, question: Question): Flag {
  return {
    name: flagNameOf(name, question),
    kind: question.kind === 'switch' ? 'switch' : 'value',
    valueName: isSecret(question) ? 'PATH' : question.valueName,
    repeatable: question.repeatable,
    help: question.help,
    textVariable: isSecret(question) ? environmentNameOf(kebab(name)) : undefined,
  };
}

/** The flags of several tables of questions; a question that stands in more than one is one flag. */
export function flagsOfQuestions<Tables extends readonly Questions[]>(
  ...tables: Tables
): readonly FlagOfQuestions<Tables[number]>[] {
  const flags = new Map<string, Flag>();
  for (const [name, question] of tables.flatMap((table) => Object.entries(table))) {
    const flag = flagOfQuestion(name, question);
    if (!flags.has(flag.name)) flags.set(flag.name, flag);
  }
  return [...flags.values()] as readonly Flag[] as readonly FlagOfQuestions<Tables[number]>[];
}
