import { createRequire } from 'node:module';
import { spawn, type IPty } from '@lydell/node-pty';
import type * as headless from '@xterm/headless';

// The package is CommonJS whose exports Node's module loader cannot see.
export const { Terminal } = createRequire(import.meta.url)('@xterm/headless') as typeof headless;

export interface PseudoTerminalOptions {
  /** The child's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** A program on a terminal of its own, and what that terminal shows: escape sequences are obeyed, not printed. */
export class PseudoTerminal {
  /** The exit code, once the program has ended and all it wrote is on the screen; 128 and more if a signal ended it. */
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #screen: headless.Terminal;
  readonly #listeners = new Set<() => void>();
  #unread = 0;
  #isRunning = true;

  /** Starts the program; `onBytes` gets what it writes, unchanged. */
  constructor(
    program: string,
    args: readonly string[],
    options: PseudoTerminalOptions,
    onBytes: (bytes: Buffer) => void = () => undefined,
  ) {
    const { columns: cols = 100, rows = 40, env, cwd = process.cwd() } = options;
    this.#screen = new Terminal({ cols, rows, scrollback: 10_000, allowProposedApi: true });
    this.#pty = spawn(program, [...args], {
      cols,
      rows,
      cwd,
      env: { ...env },
      encoding: null,
      name: env['TERM'] ?? 'xterm-256color',
    });
    // Without an encoding the data are bytes, which the library's types do not know.
    this.#pty.onData((data) => {
      const bytes = Buffer.from(data);
      onBytes(bytes);
      this.show(bytes);
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#isRunning = false;
        this.#screen.write('', () => resolve(signal ? 128 + signal : exitCode));
      });
    });
  }

  /** Puts bytes on the screen that the program did not write. */
  show(bytes: Buffer | string): void {
    this.#unread += 1;
    this.#screen.write(bytes, () => {
      this.#unread -= 1;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Whether everything that was written is on the screen. */
  get isUpToDate(): boolean {
    return this.#unread === 0;
  }

  /** Calls back whenever the screen has changed; the result ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  type(text: string | Buffer): void {
    this.#pty.write(text as string);
  }

  resize(columns: number, rows: number): void {
    this.#pty.resize(columns, rows);
    this.#screen.resize(columns, rows);
  }

  /** Ends the program, by SIGHUP unless told; nothing happens where it has ended already. */
  kill(signal?: NodeJS.Signals): void {
    // Windows ends a program in one way only.
    if (this.#isRunning) this.#pty.kill(process.platform === 'win32' ? undefined : signal);
  }

  /** Every line, also those that have scrolled away, without blanks at the end. */
  lines(): string[] {
    const { active } = this.#screen.buffer;
    return Array.from({ length: active.length }, (_, index) => active.getLine(index)?.translateToString(true) ?? '');
  }

  /** The column of the cursor, from 0. */
  get cursorColumn(): number {
    return this.#screen.buffer.active.cursorX;
  }

  get columns(): number {
    return this.#screen.cols;
  }

  /** The number of the line that the cursor is on, counted as in `lines`. */
  get cursorLine(): number {
    const { active } = this.#screen.buffer;
    return active.baseY + active.cursorY;
  }

  /** The whole conversation, as somebody would have seen it. */
  text(): string {
    return this.lines().join('\n').trimEnd();
  }

  /** Waits until the screen shows it; fails with what the screen shows instead, also when the program ends before. */
  async until(wanted: RegExp | ((terminal: PseudoTerminal) => boolean), timeoutMs = 60_000): Promise<void> {
    const holds = (): boolean => (wanted instanceof RegExp ? wanted.test(this.text()) : wanted(this));
    const outcome = await new Promise<string | undefined>((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        finish(undefined);
      };
      const finish = (problem: string | undefined): void => {
        clearTimeout(timer);
        forget();
        resolve(problem);
      };
      const timer = setTimeout(() => finish('did not come in time'), timeoutMs);
      const forget = this.onChange(check);
      void this.ended.then((code) =>
        finish(holds() ? undefined : `did not come before the program ended with ${code}`),
      );
      check();
    });
    if (outcome !== undefined)
      throw new Error(
        `${wanted instanceof RegExp ? String(wanted) : 'what was waited for'} ${outcome}. The terminal ` +
          `shows:\n${this.text()}`,
      );
  }
}
