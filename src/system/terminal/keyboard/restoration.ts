import { isatty } from 'node:tty';
import { atEnd } from '../../process/at-end.js';

/** Puts a terminal back into order when the process must end while a prompt or a spinner is on it. */
export class Restoration {
  readonly #isThere: () => boolean;

  /** @param isThere whether the terminal is still there: one that was hung up must not be touched */
  constructor(isThere = () => isatty(0)) {
    this.#isThere = isThere;
  }

  /** Whether the terminal is still there. */
  get isThere(): boolean {
    return this.#isThere();
  }

  /** From now until the returned function is called, `restore` runs if the process ends. */
  hold(restore: () => void): () => void {
    return atEnd(() => {
      if (this.#isThere()) restore();
    });
  }
}
