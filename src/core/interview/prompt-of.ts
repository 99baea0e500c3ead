import { OtherMethod } from '../other-method.js';
import type { Prompt } from '../ports/ui.js';
import { isProblem } from '../problem.js';
import type { Known, Question } from './question.js';
import type { LocalFacts } from '../local-facts.js';

/** How a question is put to a person, after the answers before it. */
export function promptOf(
  question: Question,
  suggestion: string | undefined,
  known: Known,
  localFacts: LocalFacts,
): Prompt {
  const choices = question.choices?.(known, localFacts);
  return {
    kind: promptKind(question, choices?.length ?? 0),
    message: question.message,
    suggestion: question.kind === 'switch' ? (suggestion === '1' ? 'yes' : 'no') : suggestion,
    note: typeof question.note === 'function' ? question.note(known) : question.note,
    choices,
    check: (raw) => whyNot(question, raw, known),
    isComplete: question.isComplete,
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

function whyNot(question: Question, raw: string, known: Known): string | undefined {
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
