import { cancelled } from '../../core/problem.js';
import { endBy } from './at-end.js';
import type { EndingSignal } from './at-end.js';
import { endChildren } from './children.js';

/** What ends all waiting at once when the user, or the system, wants this program to end. */
export interface Cancellation {
  /** Aborts with a Problem `cancelled`. */
  readonly signal: AbortSignal;
  /** What it was aborted by. */
  readonly by: EndingSignal | undefined;
  /** The same as the signal, for Ctrl-C as a key of a terminal in raw mode and for a terminal that has gone. */
  cancel(by: EndingSignal): void;
}

/** Where nothing is to be ended early. */
export const noCancellation: Omit<Cancellation, 'by'> = {
  signal: new AbortController().signal,
  cancel: () => undefined,
};

/** SIGBREAK is Ctrl-Break, and SIGHUP also a console window that is closed: both on Windows. */
const signals: readonly EndingSignal[] =
  process.platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * One Ctrl-C is two signals where Git started us: the terminal sends it to all of its foreground, and Git hands it on
 * to its children. Source: git, run-command.c, `cleanup_children_on_signal`.
 */
const sameKeyMs = 400;

/** Listens for the signals that end a program, from now to its end. A second Ctrl-C ends it at once. */
export function openCancellation(): Cancellation {
  const controller = new AbortController();
  let by: EndingSignal | undefined;
  let at = 0;
  const cancel = (signal: EndingSignal): void => {
    if (by === undefined) {
      at = performance.now();
      by = signal;
      controller.abort(cancelled());
    } else if (signal === 'SIGHUP') by = signal;
    else if (performance.now() - at > sameKeyMs) endCancelled(by, 130);
  };
  for (const signal of signals) process.on(signal, () => cancel(signal));
  return {
    signal: controller.signal,
    get by() {
      return by;
    },
    cancel,
  };
}

/**
 * Ends the process after a command, children first: by the signal that wanted it to end, or with its exit code, which
 * is how Ctrl-C ends it (contract, section 4).
 */
export async function endProcess(code: number, { by }: Pick<Cancellation, 'by'>): Promise<void> {
  await endChildren();
  // What leaves sockets of AWS's clients behind must not keep the process waiting.
  if (by === undefined) process.exit(code);
  endCancelled(by, code);
}

function endCancelled(by: EndingSignal, code: number): void {
  // An orderly end waits for threads that read from a pipe or a terminal; shells call the other one 130 too.
  const isReading = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
  if (by === 'SIGTERM' || by === 'SIGHUP' || isReading) endBy(by);
  else process.exit(code);
}
