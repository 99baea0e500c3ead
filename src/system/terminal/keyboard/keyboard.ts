import { StringDecoder } from 'node:string_decoder';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { KeySplitter } from './key-splitter.js';
import type { Typed } from './key-splitter.js';
import type { Cancellation } from '../../process/cancellation.js';
import type { Restoration } from './restoration.js';

/** What is needed of a terminal's input stream. */
export type TerminalInput = Pick<NodeJS.ReadStream, 'setRawMode' | 'on' | 'off' | 'resume' | 'pause'>;

export interface KeyboardPorts {
  /** Opened when it is first read, and never before. */
  readonly input: () => TerminalInput;
  /** Writes to the terminal's screen. */
  readonly write: (text: string) => void;
  readonly restoration: Restoration;
  /** What Ctrl-C and the loss of the terminal end, and what ends the prompt. */
  readonly cancellation: Pick<Cancellation, 'signal' | 'cancel'>;
  /** Whether the terminal understands bracketed paste. */
  readonly bracketed: boolean;
  /** Told when more than one line was pasted into a prompt for one, and the rest was dropped. */
  readonly onDropped: () => void;
  /** Stops the process and its group until the shell lets it go on; absent where there is no job control. */
  readonly stop?: (() => void) | undefined;
}

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
  /** Receives what is typed, Ctrl-C and Ctrl-Z excepted. */
  receive(listener: (typed: Typed) => void): void;
}

const showCursor = '\u001b[?25h';
// Source: xterm control sequences, private mode 2004.
const bracketedOn = '\u001b[?2004h';
const bracketedOff = '\u001b[?2004l';
const quietMs = 40;

/** Hands the keyboard to one prompt at a time: raw, so that nothing is echoed and lines may be of any length. */
export class Keyboard {
  readonly #ports: KeyboardPorts;

  constructor(ports: KeyboardPorts) {
    this.#ports = ports;
  }

  /**
   * Runs a prompt with the keyboard in raw mode, which is on before the prompt shows itself. Keys typed before that are
   * dropped: they were meant for something else. A terminal that goes away cancels everything.
   */
  async session<T>(options: SessionOptions, work: (lease: KeyboardLease) => Promise<T>): Promise<T> {
    const session = new HeldKeyboard(this.#ports, options);
    session.open();
    try {
      await setImmediate();
      return await work(session);
    } finally {
      await session.close();
    }
  }
}

class HeldKeyboard implements KeyboardLease {
  readonly #ports: KeyboardPorts;
  readonly #oneLine: boolean;
  readonly #back: boolean;
  readonly #abort = new AbortController();
  readonly #decoder = new StringDecoder('utf8');
  readonly #splitter = new KeySplitter();
  #input: TerminalInput | undefined;
  #release: (() => void) | undefined;
  #listener: ((typed: Typed) => void) | undefined;
  #lastSize = 0;
  #arrivals = 0;
  #closing = false;
  #dropUntil = 0;
  #dropped = false;

  constructor(ports: KeyboardPorts, { oneLine, back }: SessionOptions) {
    this.#ports = ports;
    this.#oneLine = oneLine;
    this.#back = back;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  open(): void {
    this.#input = this.#ports.input();
    this.#release = this.#ports.restoration.hold(() => this.#leave());
    this.#input.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onEnd);
    this.#enter();
    this.#input.resume();
    const { signal } = this.#ports.cancellation;
    signal.addEventListener('abort', this.cancel, { once: true });
    if (signal.aborted) this.cancel();
  }

  /** Waits until a burst is over, so that the rest of a paste is not echoed by a terminal that echoes again. */
  async close(): Promise<void> {
    this.#closing = true;
    while (this.#lastSize > 1 && this.#oneLine) {
      const before = this.#arrivals;
      await delay(quietMs);
      if (this.#arrivals === before) break;
    }
    this.#ports.cancellation.signal.removeEventListener('abort', this.cancel);
    this.#input?.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onEnd);
    this.#input?.pause();
    this.#leave();
    this.#release?.();
    if (this.#dropped) this.#ports.onDropped();
  }

  readonly cancel = (): void => this.#abort.abort('cancelled' satisfies Interruption);

  receive(listener: (typed: Typed) => void): void {
    this.#listener = listener;
  }

  #enter(): void {
    this.#input?.setRawMode(true);
    if (this.#ports.bracketed) this.#ports.write(bracketedOn);
  }

  #leave(): void {
    // Node breaks off when it sets a terminal that has gone.
    if (!this.#ports.restoration.isThere) return;
    if (this.#ports.bracketed) this.#ports.write(bracketedOff + showCursor);
    this.#input?.setRawMode(false);
  }

  /** In raw mode Ctrl-C is a key, and no signal. */
  #interrupt(): void {
    this.#ports.cancellation.cancel('SIGINT');
    this.cancel();
  }

  readonly #onEnd = (): void => this.#ports.cancellation.cancel('SIGHUP');

  readonly #onData = (bytes: Buffer | string): void => {
    this.#lastSize = bytes.length;
    this.#arrivals += 1;
    const now = performance.now();
    let ended = this.#closing || now < this.#dropUntil;
    for (const typed of this.#splitter.split(typeof bytes === 'string' ? bytes : this.#decoder.write(bytes))) {
      if (ended && this.#oneLine) this.#drop(typed, now);
      else this.#deliver(typed);
      // Within one burst a second line is no answer to this prompt, and not meant for the next one either.
      ended ||= typed.text === '\r' || typed.text === '\n';
    }
  };

  #drop(typed: Typed, now: number): void {
    if (typed.text === '\u0003') this.#interrupt();
    this.#dropped ||= typed.text.trim() !== '';
    this.#dropUntil = now + quietMs;
  }

  #deliver(typed: Typed): void {
    if (typed.text === '\u0003') this.#interrupt();
    else if (typed.text === '\u001a') this.#stop();
    else if (typed.text === '\u001b') this.#escape();
    else this.#listener?.(typed);
  }

  /** Where there is no question before, Esc is no key: readline would take it for a part of the next one. */
  #escape(): void {
    if (this.#back) this.#abort.abort('back' satisfies Interruption);
  }

  #stop(): void {
    if (this.#ports.stop === undefined) return;
    this.#leave();
    this.#ports.stop();
    this.#enter();
    this.#abort.abort('resumed' satisfies Interruption);
  }
}
