import { setTimeout as delay } from 'node:timers/promises';
import type { Typed } from './key-splitter.js';

/** Why a prompt was interrupted: Ctrl-C, Esc, or it must be drawn again after the process was stopped. */
export type Interruption = 'cancelled' | 'back' | 'resumed';

/** How one prompt wants the keyboard. */
export interface SessionOptions {
  /** The answer ends with the first Enter: the rest of a burst is dropped, and never echoed. */
  readonly oneLine: boolean;
  /** Esc leads to the question before. */
  readonly back: boolean;
}

/** The keyboard while one prompt has it. */
export interface KeyboardLease {
  /** Aborts with an Interruption as its reason. */
  readonly signal: AbortSignal;
  /** Ends the prompt alone, as Ctrl-D does. */
  cancel(): void;
  /** Receives what is typed from now on, Ctrl-C and Ctrl-Z excepted: to be called once the prompt is drawn. */
  receive(listener: (typed: Typed) => void): void;
}

/** What belongs to one burst, typed or pasted, comes at most so long one after the other. */
export const quietMs = 40;

/** One prompt's time at the keyboard. */
export class PromptSession implements KeyboardLease {
  readonly #oneLine: boolean;
  readonly #back: boolean;
  readonly #abort = new AbortController();
  #listener: ((typed: Typed) => void) | undefined;
  #lastSize = 0;
  #arrivals = 0;
  #closing = false;
  #hasEnded = false;
  #dropUntil = 0;
  hasDropped = false;

  constructor({ oneLine, back }: SessionOptions) {
    this.#oneLine = oneLine;
    this.#back = back;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  readonly cancel = (): void => this.#abort.abort('cancelled' satisfies Interruption);

  /** Whether the prompt is there: what comes before it is dropped. */
  get isListening(): boolean {
    return this.#listener !== undefined;
  }

  resumed(): void {
    this.#abort.abort('resumed' satisfies Interruption);
  }

  receive(listener: (typed: Typed) => void): void {
    this.#listener = listener;
  }

  /** A piece of that size has come. */
  arrive(size: number): void {
    this.#lastSize = size;
    this.#arrivals += 1;
    this.#hasEnded = this.#closing || performance.now() < this.#dropUntil;
  }

  deliver(typed: Typed): void {
    if (this.#listener === undefined) return;
    if (this.#hasEnded && this.#oneLine) {
      this.hasDropped ||= typed.text.trim() !== '';
      this.#dropUntil = performance.now() + quietMs;
    } else if (typed.kind === 'key' && typed.text === '\u001b') this.#escape();
    else this.#listener(typed);
    // Within one burst a second line is no answer to this prompt, and not meant for the next one either.
    this.#hasEnded ||= typed.text === '\r' || typed.text === '\n';
  }

  /** Waits until a burst is over, so that the rest of a paste is not taken for something else. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#lastSize > 1 && this.#oneLine) {
      const before = this.#arrivals;
      await delay(quietMs);
      if (this.#arrivals === before) break;
    }
  }

  /** Where there is no question before, Esc is no key: readline would take it for a part of the next one. */
  #escape(): void {
    if (this.#back) this.#abort.abort('back' satisfies Interruption);
  }
}
