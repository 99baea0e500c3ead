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
