import { StringDecoder } from 'node:string_decoder';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../core/ports/clock.js';
import { KeySplitter } from './key-splitter.js';
import type { Typed } from './key-splitter.js';
import type { Cancellation } from '../../process/cancellation.js';
import { PromptSession, quietMs } from './prompt-session.js';
import type { KeyboardLease, SessionOptions } from './prompt-session.js';
import type { Restoration } from './restoration.js';

/** What is needed of a terminal's input stream. */
export type TerminalInput = Pick<NodeJS.ReadStream, 'setRawMode' | 'on' | 'off' | 'resume' | 'pause' | 'ref' | 'unref'>;

export interface KeyboardPorts {
  /** Opened when it is first read, and never before. */
  readonly input: () => TerminalInput;
  /** Writes to the terminal's screen. */
  readonly write: (text: string) => void;
  readonly restoration: Restoration;
  /** What Ctrl-C and the loss of the terminal end, and what ends the prompt. */
  readonly cancellation: Pick<Cancellation, 'signal' | 'cancel'>;
  /** Tells an Escape from a key that arrives in pieces. */
  readonly clock: Pick<Clock, 'sleep'>;
  /** Whether the terminal understands bracketed paste. */
  readonly bracketed: boolean;
  /** Told when more than one line was pasted into a prompt for one, and the rest was dropped. */
  readonly onDropped: () => void;
  /** Stops the process and its group until the shell lets it go on; absent where there is no job control. */
  readonly stop?: (() => void) | undefined;
  /** Ends the process as Ctrl-\ does; absent where there is no such signal. */
  readonly quit?: (() => void) | undefined;
  /** Whether the terminal is ours just now: one that is not must not be set. */
  readonly isForeground: () => Promise<boolean>;
}

const showCursor = '\u001b[?25h';
// Source: xterm control sequences, private mode 2004.
const bracketedOn = '\u001b[?2004h';
const bracketedOff = '\u001b[?2004l';
/** So soon after the terminal was set to raw, a line that it has kept can be read. */
const settledMs = 15;

/** Keys that are held down come at most so long one after the other. */
const betweenKeysMs = 200;

/**
 * So long the rest of a key may be on its way. Node's readline waits 500 ms (`escapeCodeTimeout`), which is felt as a
 * delay where Esc is a key of its own.
 */
const escapeMs = 300;

/**
 * The keyboard of a conversation. From the first prompt on the terminal is in raw mode and read all the time: nothing
 * is echoed while something runs, and what is typed while no prompt is there is dropped, but for Ctrl-C, Ctrl-Z, Ctrl-\
 * and, where a wait listens to it, Esc. It is given back to programs that are lent the terminal, while the process is
 * stopped, and at the end.
 */
export class Keyboard {
  readonly #ports: KeyboardPorts;
  readonly #decoder = new StringDecoder('utf8');
  readonly #splitter = new KeySplitter();
  readonly #escapes: (() => void)[] = [];
  #input: TerminalInput | undefined;
  #release: (() => void) | undefined;
  #session: PromptSession | undefined;
  #isRaw = false;
  #isLent = false;
  #arrivals = 0;
  #takenAt = -Infinity;
  #arrivedAt = -Infinity;
  #droppedAt = -Infinity;
  #afterEscape = new AbortController();

  constructor(ports: KeyboardPorts) {
    this.#ports = ports;
  }

  /**
   * Runs a prompt. What was typed before it is dropped: it was meant for something else. A terminal that goes away
   * cancels everything.
   */
  async session<T>(options: SessionOptions, work: (lease: KeyboardLease) => Promise<T>): Promise<T> {
    const session = new PromptSession(options);
    this.#session = session;
    this.#take();
    this.#input?.ref();
    if (this.#ports.bracketed) this.#ports.write(bracketedOn);
    const { signal } = this.#ports.cancellation;
    signal.addEventListener('abort', session.cancel, { once: true });
    if (signal.aborted) session.cancel();
    try {
      await this.#silence(session.signal);
      this.#splitter.forget();
      return await work(session);
    } finally {
      await session.close();
      signal.removeEventListener('abort', session.cancel);
      this.#session = undefined;
      if (this.#isRaw && this.#ports.bracketed && this.#ports.restoration.isThere)
        this.#ports.write(bracketedOff + showCursor);
      this.#input?.unref();
      if (session.hasDropped) this.#ports.onDropped();
    }
  }

  /**
   * Takes the keyboard before the first prompt, where one is sure to come: what was typed ahead is dropped meanwhile,
   * and the prompt need not wait for it.
   */
  expectPrompt(): void {
    this.#take();
    this.#input?.unref();
  }

  /** Takes the keyboard while something runs, if there was a prompt before. */
  async hold(): Promise<void> {
    if (this.#input === undefined || this.#isRaw || this.#isLent || !this.#ports.restoration.isThere) return;
    if (await this.#ports.isForeground()) this.#takeIfFree();
  }

  /** While it was looked whose the terminal is, a program may have been lent it. */
  #takeIfFree(): void {
    if (this.#isLent) return;
    this.#take();
    if (this.#session === undefined) this.#input?.unref();
  }

  /** Gives the terminal, as it was before the first prompt, to a program until it has ended. */
  async lend<T>(work: () => Promise<T>): Promise<T> {
    const wasLent = this.#isLent;
    this.#isLent = true;
    this.#giveBack();
    try {
      return await work();
    } finally {
      this.#isLent = wasLent;
    }
  }

  /**
   * Calls the listener where Esc is pressed while no prompt is there.
   * @returns takes it back
   */
  onEscape(listener: () => void): () => void {
    this.#escapes.push(listener);
    return () => {
      const at = this.#escapes.lastIndexOf(listener);
      if (at !== -1) this.#escapes.splice(at, 1);
    };
  }

  /** Whether Esc can be pressed: the keyboard is read. */
  get isHeld(): boolean {
    return this.#isRaw;
  }

  #take(): void {
    if (this.#isRaw) return;
    this.#isRaw = true;
    this.#input ??= this.#ports.input();
    this.#release = this.#ports.restoration.hold(() => this.#leave());
    this.#input.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onEnd);
    this.#input.setRawMode(true);
    this.#input.resume();
    this.#takenAt = performance.now();
  }

  #giveBack(): void {
    if (!this.#isRaw) return;
    this.#isRaw = false;
    this.#input?.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onEnd);
    this.#input?.pause();
    this.#leave();
    this.#release?.();
  }

  #leave(): void {
    // Node breaks off when it sets a terminal that has gone.
    if (!this.#ports.restoration.isThere) return;
    if (this.#ports.bracketed && this.#session !== undefined) this.#ports.write(bracketedOff + showCursor);
    this.#input?.setRawMode(false);
  }

  /**
   * Waits until nothing more comes of what was typed: a line that the terminal has kept is readable only a moment after
   * it was set to raw, and keys that are held down come one by one.
   */
  async #silence(signal: AbortSignal): Promise<void> {
    for (let before = -1; before !== this.#arrivals && !signal.aborted;) {
      before = this.#arrivals;
      const pause = this.#quietFrom() - performance.now();
      if (pause > 0) await delay(pause);
      // Timers come before input: only behind two turns was it looked for input since.
      await setImmediate();
      await setImmediate();
    }
  }

  /** When it will have been quiet for long enough, if nothing comes: nobody waits for long who has typed nothing. */
  #quietFrom(): number {
    return Math.max(this.#takenAt + settledMs, this.#arrivedAt + quietMs, this.#droppedAt + betweenKeysMs);
  }

  readonly #onEnd = (): void => this.#ports.cancellation.cancel('SIGHUP');

  readonly #onData = (bytes: Buffer | string): void => {
    this.#arrivals += 1;
    this.#arrivedAt = performance.now();
    this.#afterEscape.abort();
    if (!this.#session?.isListening) this.#droppedAt = this.#arrivedAt;
    this.#session?.arrive(bytes.length);
    this.#deliver(this.#splitter.split(typeof bytes === 'string' ? bytes : this.#decoder.write(bytes)));
    if (this.#splitter.isWaiting) void this.#flushLater();
  };

  async #flushLater(): Promise<void> {
    const more = new AbortController();
    this.#afterEscape = more;
    try {
      await this.#ports.clock.sleep(escapeMs, more.signal);
    } catch {
      // More has come, or all is over.
      return;
    }
    // What has come meanwhile and was not read yet counts.
    await setImmediate();
    await setImmediate();
    if (!more.signal.aborted) this.#deliver(this.#splitter.flush());
  }

  #deliver(all: readonly Typed[]): void {
    for (const typed of all) {
      if (typed.kind === 'key' && typed.text === '\u0003') this.#interrupt();
      else if (typed.kind === 'key' && typed.text === '\u001a') this.#stop();
      else if (typed.kind === 'key' && typed.text === '\u001c') this.#quit();
      else if (this.#session) this.#session.deliver(typed);
      else if (typed.kind === 'key' && typed.text === '\u001b') this.#escapes.at(-1)?.();
    }
  }

  /** In raw mode Ctrl-C is a key, and no signal. */
  #interrupt(): void {
    this.#ports.cancellation.cancel('SIGINT');
    this.#session?.cancel();
  }

  #quit(): void {
    if (this.#ports.quit === undefined) return;
    this.#giveBack();
    this.#ports.quit();
  }

  #stop(): void {
    if (this.#ports.stop === undefined) return;
    this.#giveBack();
    this.#ports.stop();
    if (this.#session === undefined) void this.hold();
    else {
      this.#take();
      this.#session.resumed();
    }
  }
}
