import type { Files } from '../core/ports/files.js';
import { isProblem } from '../core/problem.js';
import type { Stores } from './stores.js';

/**
 * Removes what earlier versions kept in our private state: the credential helper's code, as V8 had compiled it. Nothing
 * runs it any more, so one that is not ours to remove stops nobody.
 */
export async function clearCompiled(
  files: Pick<Files, 'removeFolder'>,
  { paths }: Pick<Stores, 'paths'>,
): Promise<void> {
  try {
    await files.removeFolder(`${paths.state}/compiled`);
  } catch (error) {
    if (!isProblem(error, 'file')) throw error;
  }
}
