import { createRequire } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import type { IPty } from '@lydell/node-pty';
import type * as Xterm from '@xterm/headless';
import { cleanEnvironment } from './environment.js';
import type { Variables } from './environment.js';

// The package is CommonJS whose names an import finds or not, depending on who loads this file.
const { Terminal: Emulator } = createRequire(import.meta.url)('@xterm/headless') as typeof Xterm;

/** How a program is started in a terminal of its own. */
export interface TerminalOptions {
  /**
   * The whole environment of the child, made by `cleanEnvironment` or a temporary home; TERM and LANG are added where
   * missing.
   */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Added to the environment; undefined takes a variable away. */
  readonly variables?: Variables | undefined;
  readonly cwd?: string | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** How a program ended: by its exit code or by a signal (its number), never both. */
export interface Ending {
  readonly code: number | undefined;
  readonly signal: number | undefined;
}

/** What came out of a program, in pieces, with the milliseconds since its start. */
export interface Recording {
  readonly columns: number;
  readonly rows: number;
  readonly pieces: readonly (readonly [milliseconds: number, output: string])[];
}

const keys = {
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  tab: '\t',
  escape: '\u001b',
  backspace: '\u007f',
  'ctrl-d': '\u0004',
  'ctrl-u': '\u0015',
  'ctrl-w': '\u0017',
  'ctrl-z': '\u001a',
} as const;

export type Key = keyof typeof keys;

/**
 * A real terminal around a program: a pseudo-terminal whose output a terminal emulator draws, so that tests see what a
 * person sees. Waits end as soon as the text is there; a wait that fails shows the screen.
 */
export class TestTerminal {
  readonly #pty: IPty;
  readonly #emulator: Xterm.Terminal;
  readonly #pieces: [number, string][] = [];
  readonly #watchers = new Set<() => void>();
  readonly #ended: Promise<Ending>;
  readonly #closeTerminal: () => void;
  #drawn: Promise<void> = Promise.resolve();
  #ending: Ending | undefined;

  /** Starts a program; call `close` when done, whatever happened. */
  constructor(command: readonly [string, ...string[]], options: TerminalOptions = {}) {
    const [file, ...args] = command;
    const { columns = 100, rows = 30 } = options;
    const { TERM: term = 'xterm-256color', ...rest } = cleanEnvironment(
      { LANG: 'C.UTF-8' },
      options.env ?? {},
      { TERM: 'xterm-256color' },
      options.variables ?? {},
    );
    const started = performance.now();
    this.#emulator = new Emulator({ cols: columns, rows, scrollback: 20_000, allowProposedApi: true });
    this.#pty = spawn(file, args, {
      name: term,
      cols: columns,
      rows,
      env: { ...rest, TERM: term },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    this.#closeTerminal = patientSocket(this.#pty, () => this.#pieces.length);
    this.#pty.onData((output) => {
      this.#pieces.push([Math.round(performance.now() - started), output]);
      this.#draw(output);
    });
    this.#emulator.onData((reply) => this.#pty.write(reply));
    this.#ended = new Promise((resolve) =>
      this.#pty.onExit(({ exitCode, signal }) => {
        // What came out last may still be on its way to the screen.
        void this.#drawn.then(() => {
          const bySignal = signal !== undefined && signal !== 0;
          this.#ending = { code: bySignal ? undefined : exitCode, signal: bySignal ? signal : undefined };
          this.#notify();
          resolve(this.#ending);
        });
      }),
    );
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** What a person sees, with what scrolled away: lines as the terminal broke them, without blanks at their ends. */
  screen(): string {
    return this.#lines()
      .map(({ text }) => text.trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** The same text with lines that the terminal broke put together again. */
  text(): string {
    return this.#lines()
      .map(({ text, wrapped }) => (wrapped ? '' : '\n') + text)
      .join('')
      .split('\n')
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  }

  /** Everything that came out, with its control sequences. */
  raw(): string {
    return this.#pieces.map(([, output]) => output).join('');
  }

  recording(): Recording {
    return { columns: this.#emulator.cols, rows: this.#emulator.rows, pieces: this.#pieces.map((piece) => [...piece]) };
  }

  /** Where the cursor stands, counted from 0, and whether it can be seen. */
  cursor(): { readonly column: number; readonly line: string; readonly visible: boolean } {
    const { active } = this.#emulator.buffer;
    const line = active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? '';
    const shown = this.raw().lastIndexOf('\u001b[?25h');
    return { column: active.cursorX, line, visible: this.raw().lastIndexOf('\u001b[?25l') <= shown };
  }

  /**
   * Waits until the text is on the screen (`times` times).
   * @throws Error with the screen, after `timeoutMs`, or when the program ends without it
   */
  async waitFor(
    wanted: string | RegExp,
    { times = 1, timeoutMs = 30_000 }: { times?: number; timeoutMs?: number } = {},
  ): Promise<void> {
    await this.waitUntil(
      () => count(this.text(), wanted) >= times || count(this.screen(), wanted) >= times,
      `${String(wanted)}${times > 1 ? ` ${times} times` : ''} on the screen`,
      timeoutMs,
    );
  }

  /** Waits until something is true of the screen; looked at after every change of it. */
  async waitUntil(isTrue: () => boolean, what: string, timeoutMs = 30_000): Promise<void> {
    let watcher = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        watcher = () => {
          if (isTrue()) resolve();
          else if (this.#ending !== undefined) reject(this.#failure(`The program ended before there was ${what}`));
        };
        timer = setTimeout(() => reject(this.#failure(`After ${timeoutMs} ms there is no ${what}`)), timeoutMs);
        this.#watchers.add(watcher);
        watcher();
      });
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(watcher);
    }
  }

  /**
   * Waits until the program asks something, or has ended, without knowing what it will say: a prompt turns bracketed
   * paste on; a plain one is known by its silence alone. For writing conversations down, not for tests.
   */
  async settles(): Promise<'waits' | 'ended'> {
    for (let silent = 0, seen = -1; this.#ending === undefined;) {
      await delay(50);
      silent = seen === this.#pieces.length && seen > 0 ? silent + 50 : 0;
      seen = this.#pieces.length;
      if (
        this.#emulator.modes.bracketedPasteMode
          ? silent >= 500
          : silent >= 3000 && !this.raw().includes('\u001b[?2004h')
      )
        return 'waits';
    }
    return 'ended';
  }

  /** Types characters, as they are. */
  type(text: string): void {
    this.#pty.write(text);
  }

  enter(): void {
    this.type('\r');
  }

  key(name: Key): void {
    this.type(keys[name]);
  }

  /**
   * Moves down the menu that a question puts to the line wanted, and chooses it. A menu is looked at only when it is
   * drawn to its end, for a half-drawn one shows the line before, or none: each key would then count twice.
   * @param line what has to stand in the highlighted line, without its pointer
   * @param timeoutMs how long the pointer may take to move by one line
   * @throws Error with the screen, when there is no such menu or no such line
   */
  async choose(question: string, line: string | RegExp, timeoutMs = 30_000): Promise<void> {
    const menu = (): string | undefined => highlighted(this.screen(), question);
    await this.waitUntil(() => menu() !== undefined, `menu that asks ${JSON.stringify(question)}`, 60_000);
    const first = menu() ?? '';
    let moved = 0;
    for (let at = first; !(typeof line === 'string' ? at.includes(line) : line.test(at)); at = menu() ?? '') {
      const before = at;
      // From the last line the pointer goes to the first.
      if (at === first && moved > 0) throw this.#failure(`There is no line ${String(line)} in the menu`);
      moved += 1;
      this.key('down');
      await this.waitUntil(() => ![before, undefined].includes(menu()), `line ${String(line)} in the menu`, timeoutMs);
    }
    this.enter();
  }

  ctrlC(): void {
    this.type('\u0003');
  }

  /** Pastes as terminals do: in brackets where the program asked for them, line ends as carriage returns. */
  paste(text: string): void {
    const body = text.replace(/\r?\n/g, '\r');
    this.type(this.#emulator.modes.bracketedPasteMode ? `\u001b[200~${body}\u001b[201~` : body);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** Closes the terminal under the program, as a lost connection does: nothing but the kernel tells it. */
  hangUp(): void {
    this.#closeTerminal();
  }

  signal(name: NodeJS.Signals): void {
    process.kill(this.pid, name);
  }

  /** Waits until the program has ended. */
  async exit(timeoutMs = 30_000): Promise<Ending> {
    await this.waitUntil(() => this.#ending !== undefined, 'end of the program', timeoutMs);
    return await this.#ended;
  }

  /** Waits until the program has ended by itself. @throws Error with what stood there, where it ended in another way */
  async ends(code = 0, timeoutMs = 30_000): Promise<void> {
    const ending = await this.exit(timeoutMs);
    if (ending.code !== code)
      throw new Error(
        `The program ended with ${ending.signal ?? String(ending.code)} and not with ${String(code)}:\n${this.text()}`,
      );
  }

  /** Ends the program if it still runs, and lets go of the terminal. */
  async close(): Promise<void> {
    if (this.#ending === undefined) {
      try {
        process.kill(this.pid, 'SIGKILL');
      } catch {
        // It ended in this very moment.
      }
      await this.#ended;
    }
    this.#emulator.dispose();
  }

  #draw(output: string): void {
    const drawn = new Promise<void>((resolve) => this.#emulator.write(output, resolve));
    this.#drawn = this.#drawn.then(() => drawn).then(() => this.#notify());
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #lines(): { readonly text: string; readonly wrapped: boolean }[] {
    const { active } = this.#emulator.buffer;
    return Array.from({ length: active.length }, (_, index) => {
      const line = active.getLine(index);
      const next = active.getLine(index + 1);
      // Only a line that goes on below keeps the blanks at its end: they may stand between two words.
      return { text: line?.translateToString(next?.isWrapped !== true) ?? '', wrapped: line?.isWrapped ?? false };
    });
  }

  #failure(what: string): Error {
    return new Error(`${what}.\n${'-'.repeat(20)}\n${this.screen()}\n${'-'.repeat(20)}`);
  }
}

/**
 * node-pty closes its side 200 ms after the program's end, read or not: on a busy machine the last words get lost. Here
 * it is closed when it was looked at several times and had nothing more.
 * @param received how many pieces were read so far
 * @returns closes it at once
 */
function patientSocket(pty: IPty, received: () => number): () => void {
  const socket = (pty as unknown as { readonly _socket: { destroy(): unknown } })._socket;
  const destroy = socket.destroy.bind(socket);
  const whenEmpty = (looks: number, before: number): void => {
    if (looks === 0) destroy();
    else setTimeout(() => whenEmpty(received() === before ? looks - 1 : 3, received()), 10);
  };
  socket.destroy = () => {
    whenEmpty(3, received());
    return socket;
  };
  return () => void destroy();
}

/** The line that a whole menu points at: from `? question` to the words that end every menu. */
function highlighted(screen: string, question: string): string | undefined {
  const asked = screen.lastIndexOf(`? ${question}`);
  return asked === -1 ? undefined : /^[❯>] (.*)$[^]*\bchoose$/m.exec(screen.slice(asked))?.[1];
}

function count(text: string, wanted: string | RegExp): number {
  if (typeof wanted === 'string') return text.split(wanted).length - 1;
  return [...text.matchAll(new RegExp(wanted.source, wanted.flags.includes('g') ? wanted.flags : `${wanted.flags}g`))]
    .length;
}
