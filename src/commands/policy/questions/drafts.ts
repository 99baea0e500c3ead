import { parsed } from '../../../core/interview/question.js';
import type { Question, QuestionKind } from '../../../core/interview/question.js';

/** One that may be given several times, each on its own or several on a line. */
export function several<T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[], 'text'> {
  return { ...parsed<readonly T[]>(draft), repeatable: true, valueName };
}

/** The same, but there may be none. */
export function any<T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[], 'text'> {
  return { ...several(draft, valueName), optional: true };
}

/** Says in help what stands for the value. */
export function named<T, K extends QuestionKind>(question: Question<T, K>, valueName: string): Question<T, K> {
  return { ...question, valueName };
}
