import { joined } from '../advice/advice.js';
import type { Text } from '../advice/advice.js';
import { OtherMethod } from '../other-method.js';
import type { Prompt } from '../ports/ui.js';
import { isProblem } from '../problem.js';
import { parseSwitch } from './question.js';
import type { Known, Question } from './question.js';
import type { LocalFacts } from '../local-facts.js';

/** What says that there is no answer, where Enter alone means the one that is suggested. */
export const noAnswer = '-';

export interface Suggested {
  /** What Enter alone means. */
  readonly suggestion: string | undefined;
  /** It was answered before, and may be left unanswered this time where the question allows that. */
  readonly isTold: boolean;
}

/** How a question is put to a person, after the answers before it. */
export function promptOf(
  question: Question,
  { suggestion, isTold }: Suggested,
  known: Known,
  localFacts: LocalFacts,
): Prompt {
  const mayBeNone = isTold && question.optional && question.kind === 'text';
  const note = typeof question.note === 'function' ? question.note(known) : question.note;
  const choices = question.choices?.(known, localFacts);
  return {
    kind: promptKind(question, choices?.length ?? 0),
    message: question.message,
    suggestion: question.kind === 'switch' ? (isOn(suggestion) ? 'yes' : 'no') : suggestion,
    note: mayBeNone ? noteWithNone(note) : note,
    choices,
    check: (raw) => (mayBeNone && raw === noAnswer ? undefined : whyNot(question, raw, known)),
    isComplete: question.isComplete,
    isPath: question.valueName === 'PATH',
  };
}

/** The ways to sign in and "Help me choose" are so many at most. */
const mostChosen = 13;

/** Long lists are searched, not scrolled. */
function promptKind(question: Question, choices: number): Prompt['kind'] {
  if (question.kind === 'switch') return 'confirm';
  if (question.kind === 'choice') return choices > mostChosen ? 'search' : 'choice';
  return question.kind;
}

function isOn(raw: string | undefined): boolean {
  return raw !== undefined && parseSwitch(raw);
}

function noteWithNone(note: Text | undefined): Text {
  return joined([note, `${noAnswer} alone: none.`]);
}

/** Why an answer cannot be taken, or nothing. */
export function whyNot(question: Question, raw: string, known: Known): string | undefined {
  try {
    question.parse(raw, known);
    return undefined;
  } catch (error) {
    // An answer that leads to another method is a good answer.
    if (error instanceof OtherMethod) return undefined;
    if (isProblem(error)) return error.message;
    throw error;
  }
}
