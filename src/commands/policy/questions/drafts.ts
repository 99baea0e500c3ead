import { parsed } from '../../../core/interview/question.js';
import type { Question } from '../../../core/interview/question.js';

/** One that may be given several times, each on its own or several on a line. */
export function several<T>(
  draft: Parameters<typeof parsed<readonly T[]>>[0],
  valueName: string,
): Question<readonly T[]> {
  return { ...parsed<readonly T[]>(draft), repeatable: true, valueName };
}

/** The same, but there may be none. */
export function any<T>(draft: Parameters<typeof parsed<readonly T[]>>[0], valueName: string): Question<readonly T[]> {
  return { ...several(draft, valueName), optional: true };
}

/** Says in help what stands for the value. */
export function named<T>(question: Question<T>, valueName: string): Question<T> {
  return { ...question, valueName };
}
