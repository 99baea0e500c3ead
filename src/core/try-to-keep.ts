import { isProblem } from './problem.js';
import type { Problem } from './problem.js';

/**
 * Writes, reads or removes something of our own that what the user wants does not hang on: that it fails must not hide
 * what came of that.
 * @returns why it failed, a Problem `file`; undefined where it was done. Whatever else is thrown comes out
 */
export async function tryToKeep(keep: () => Promise<unknown>): Promise<Problem | undefined> {
  try {
    await keep();
    return undefined;
  } catch (error) {
    if (isProblem(error, 'file')) return error;
    throw error;
  }
}
