import { cancelled } from '../../core/problem.js';

/** So long work that was told to stop may take to put everything back into order. */
const settlingMs = 5_000;

/**
 * Runs work until the signal aborts: then it is waited for until it has come to its own end, for it listens to the same
 * signal, but not for long.
 * @param patienceMs how long, in milliseconds
 * @throws Problem `cancelled` when the signal has aborted before, or the work does not end
 */
export async function untilCancelled<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  patienceMs = settlingMs,
): Promise<T> {
  if (signal.aborted) throw cancelled();
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => undefined;
  const overdue = new Promise<never>((_, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(cancelled()), patienceMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(), overdue]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}
