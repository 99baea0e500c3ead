import { constants } from 'node:os';

/** The signals that end a program, as far as one can be caught: Ctrl-C, `kill`, a closed terminal, Ctrl-Break. */
export type EndingSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP' | 'SIGBREAK';

const works = new Set<() => void>();
let watching = false;

/**
 * Runs something, at once and without waiting, when this process ends: by itself or by `endBy`.
 * @returns takes it back
 */
export function atEnd(work: () => void): () => void {
  works.add(work);
  if (!watching) {
    watching = true;
    process.once('exit', runWorks);
  }
  return () => void works.delete(work);
}

/**
 * Ends this process as the signal would have ended it, had it not been caught, so that whoever started us sees that.
 * Node 20 aborts on every orderly end once its terminal has gone (it tries to reset it), and not on this one.
 */
export function endBy(signal: EndingSignal): void {
  runWorks();
  if (process.platform === 'win32') process.exit(128 + constants.signals[signal]);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function runWorks(): void {
  for (const work of [...works]) {
    works.delete(work);
    work();
  }
}
