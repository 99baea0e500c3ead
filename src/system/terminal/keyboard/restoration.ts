import { isatty } from 'node:tty';

const signals = ['SIGHUP', 'SIGTERM'] as const;

/** Puts a terminal back into order when the process must end while a prompt or a spinner is on it. */
export class Restoration {
  readonly #held = new Set<() => void>();
  readonly #isThere: () => boolean;

  /** @param isThere whether the terminal is still there: one that was hung up must not be touched */
  constructor(isThere = () => isatty(0)) {
    this.#isThere = isThere;
  }

  /** From now until the returned function is called, `restore` runs if the process ends. */
  hold(restore: () => void): () => void {
    if (this.#held.size === 0) this.#listen();
    this.#held.add(restore);
    return () => {
      if (this.#held.delete(restore) && this.#held.size === 0) this.#unlisten();
    };
  }

  /**
   * The terminal has gone: the process dies as if its signal had not been caught. Node 20 aborts on every orderly end
   * then (it tries to reset the terminal), and a parent is to see what happened.
   */
  hangUp(): void {
    endBy('SIGHUP');
  }

  readonly #onSignal = (signal: NodeJS.Signals): void => {
    this.#restore();
    endBy(signal);
  };

  readonly #restore = (): void => {
    if (!this.#isThere()) return;
    for (const restore of this.#held) restore();
  };

  #listen(): void {
    for (const signal of signals) process.on(signal, this.#onSignal);
    process.on('exit', this.#restore);
  }

  #unlisten(): void {
    for (const signal of signals) process.off(signal, this.#onSignal);
    process.off('exit', this.#restore);
  }
}

/** Other listeners of the same signal run first; then the signal does what it does by itself. */
function endBy(signal: NodeJS.Signals): void {
  queueMicrotask(() => {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
