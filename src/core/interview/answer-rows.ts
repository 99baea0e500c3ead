import type { Choice } from '../ports/ui.js';
import type { Interview } from './interview.js';
import { isSecret, parseSwitch } from './question.js';
import type { Known, Question, Questions } from './question.js';

/**
 * The answers to a table of questions as lines of a menu, by the names of the questions: those that were given, found or
 * taken for granted, and those that may be given.
 */
export function answerRows(interview: Interview, questions: Questions): readonly Choice[] {
  return Object.entries(questions).flatMap(([name, question]) => {
    const value = sayAnswer(interview, name, question);
    return value === undefined ? [] : [answerRow(name, question.message, value)];
  });
}

/** One line: what was asked, and the answer. */
export function answerRow(name: string, message: string, value: string): Choice {
  return { value: name, name: `${message.replace(/[?:]$/, '').padEnd(36)}  ${value}` };
}

/** Undefined where there is nothing to change: codes that are good once, and what the answers before leave no room for. */
function sayAnswer(interview: Interview, name: string, question: Question): string | undefined {
  const answer = interview.standing(name);
  const { localFacts } = interview;
  const known = interview.known as Known;
  if (!question.kept && !isSecret(question)) return undefined;
  if (answer === undefined) {
    const isPossible = question.asked === 'advanced' && (question.when?.(known, localFacts) ?? true);
    return isPossible && question.choices?.(known, localFacts).length !== 0 ? sayNone(question) : undefined;
  }
  if (isSecret(question)) return '(given)';
  if (answer.raw.trim() === '') return sayNone(question);
  return `${inWords(question, answer.raw, known, interview)}${answer.isDefault ? ' (default)' : ''}`;
}

function sayNone({ usual }: Question): string {
  return usual === undefined ? '(none)' : `${usual} (default)`;
}

function inWords(question: Question, raw: string, known: Known, { localFacts }: Interview): string {
  if (question.kind === 'switch') return parseSwitch(raw) ? 'yes' : 'no';
  if (question.kind !== 'choice') return raw.split('\n').join(', ');
  return question.choices?.(known, localFacts).find(({ value }) => value === raw)?.name ?? raw;
}
