import { blanks, type BlankName } from '../../../aws/policies/blanks.js';
import { Problem } from '../../../core/problem.js';
import { parsed } from '../../../core/interview/question.js';
import type { Question, QuestionKind } from '../../../core/interview/question.js';

/** One that may be given several times, each on its own or several on a line; one of them at least. */
export function several<T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[], 'text'> {
  const parse: typeof draft.parse = (raw, known) => {
    const all = draft.parse(raw, known);
    // A list of nobody in a policy is one that AWS refuses, or one that lets everybody in.
    if (all.length === 0) throw new Problem('usage', 'At least one is needed here.');
    return all;
  };
  return { ...parsed<readonly T[]>({ ...draft, parse }), repeatable: true, valueName };
}

/** The same, but there may be none. */
export function any<T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[], 'text'> {
  return { ...parsed<readonly T[]>(draft), repeatable: true, optional: true, valueName };
}

/** One that an administrator may not know yet: an empty answer is a blank, which is filled in before the set is used. */
export function orBlank<T, K extends QuestionKind>(
  question: Question<T, K>,
  name: BlankName,
  asAnswer: (blank: string) => T,
): Question<T, K> {
  const blank = blanks[name];
  const note = typeof question.note === 'string' ? `${question.note} ` : '';
  return {
    ...question,
    note: typeof question.note === 'string' || question.note === undefined ? `${note}${leaveEmpty}` : question.note,
    parse: (raw, known) => (['', blank].includes(raw.trim()) ? asAnswer(blank) : question.parse(raw, known)),
  };
}

const leaveEmpty = 'Leave it empty if you do not know it yet: it becomes a blank to fill in.';

/** Says in help what stands for the value. */
export function named<T, K extends QuestionKind>(question: Question<T, K>, valueName: string): Question<T, K> {
  return { ...question, valueName };
}
