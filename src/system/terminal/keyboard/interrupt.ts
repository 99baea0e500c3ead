import { Problem } from '../../../core/problem.js';

/** What Ctrl-C means wherever somebody is waited for. */
export function cancelled(): Problem {
  return new Problem('cancelled', 'Cancelled.');
}

/**
 * Runs work that Ctrl-C ends: the result, or Problem `cancelled` at once. Work that listens to the signal stops too;
 * other work is left behind.
 */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let onInterrupt: () => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    onInterrupt = () => {
      reject(cancelled());
      controller.abort();
    };
    process.once('SIGINT', onInterrupt);
  });
  try {
    return await Promise.race([interrupted, work(controller.signal)]);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
