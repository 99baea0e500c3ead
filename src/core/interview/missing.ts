import { Problem } from '../problem.js';
import { environmentNameOf, flagOf, kebab } from './question.js';
import type { Question } from './question.js';

/** What gives an answer where nobody can be asked. */
interface Way {
  /** `--role-arn`, or for a secret the flag that names its file. */
  readonly flag: string;
  /** `GIT_CODECOMMIT_ROLE_ARN`; of a secret, the variable that holds the text itself. */
  readonly variable: string;
}

/** An answer that nobody gave: what gives it, first, and what could stand in for it. */
export type MissingAnswer = readonly [Way, ...Way[]];

/** What gives the answer to a question. */
export function wayOf(name: string, question: Pick<Question, 'kind'>): Way {
  return { flag: flagOf(name, question), variable: environmentNameOf(kebab(name)) };
}

/** A flag with its variable, for a script: `--role-arn (or GIT_CODECOMMIT_ROLE_ARN)`. @param flag with its dashes */
export function withVariable(flag: string): string {
  return `${flag} (or ${environmentNameOf(flag)})`;
}

/** The problem of all answers that are missing. */
export function answersMissing(missing: readonly MissingAnswer[]): Problem {
  const asked = [...new Map(missing.map((ways) => [ways[0].flag, ways])).values()];
  const flags = asked.map(([{ flag }, ...others]) => [flag, ...others.map((other) => ` (or ${other.flag})`)].join(''));
  const variables = asked.map((ways) => ways.map(({ variable }) => variable).join(' or ')).join(', ');
  const isOne = asked.length === 1;
  return new Problem(
    'usage',
    `${isOne ? 'An answer is' : 'Answers are'} missing, and nobody is there to ask: ${flags.join(', ')}.`,
    {
      hint: isOne
        ? `Give it as a flag or in its variable (${variables}), or run the same command in a terminal.`
        : `Give each as a flag or in its variable (${variables}), or run the same command in a terminal.`,
    },
  );
}
