import { Problem } from '../../src/core/problem.js';

/** The problem that some work throws; fails where it throws something else, or nothing. */
export function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('it should have been refused');
}

/** The same of work that takes its time. */
export async function problemOfPromise(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  return problemOf(() => {
    if (outcome) throw outcome.error;
  });
}
