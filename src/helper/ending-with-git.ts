import { quit } from '../git/credential-protocol.js';
import { writeDescriptor } from '../system/files/descriptors.js';
import { endBy } from '../system/process/at-end.js';
import { openCancellation } from '../system/process/cancellation.js';
import type { Cancellation } from '../system/process/cancellation.js';
import { endChildren } from '../system/process/children.js';
import { untilCancelled } from '../system/process/until-cancelled.js';

/**
 * Runs slow work that ends with Git: Ctrl-C and its like stop it, and the children it has; locks are let go of, and
 * then this process ends as the signal would have ended it. Git is told to stop, for it may live on.
 */
export async function endingWithGit<T>(work: (cancellation: Cancellation) => Promise<T>): Promise<T> {
  const cancellation = openCancellation();
  try {
    return await untilCancelled(() => work(cancellation), cancellation.signal);
  } finally {
    if (cancellation.by !== undefined) {
      await endChildren();
      sayQuit();
      endBy(cancellation.by);
    }
  }
}

function sayQuit(): void {
  try {
    writeDescriptor(1, quit);
  } catch {
    // Git has ended before us.
  }
}
