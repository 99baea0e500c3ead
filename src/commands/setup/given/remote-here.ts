import type { Ports } from '../../../core/ports/ports.js';
import { isProblem } from '../../../core/problem.js';
import { currentRemote } from '../../../git/current-remote.js';

/** The CodeCommit remote of the clone that somebody stands in, for whom it is put forward; undefined where Git fails. */
export async function remoteHere(
  ports: Pick<Ports, 'git' | 'cwd' | 'env' | 'files' | 'ui'>,
): Promise<string | undefined> {
  if (!ports.ui.interactive) return undefined;
  try {
    return await currentRemote(ports);
  } catch (error) {
    if (isProblem(error)) return undefined;
    throw error;
  }
}
