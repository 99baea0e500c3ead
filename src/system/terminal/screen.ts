import type { WriteStream } from 'node:tty';
import type { Restoration } from './keyboard/restoration.js';
import type { Style } from './style.js';
import { widthOf } from './lines.js';

/** What is needed of the stream that shows the conversation. */
export type ScreenStream = NodeJS.WritableStream &
  Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'getColorDepth'>>;

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const erase = '\r\u001b[J';
const frameMs = 80;

/** What is waited for, until `settle`. */
export interface Waiting {
  /** Says something else of it. */
  update(title: string): void;
  settle(): void;
}

interface Wait {
  title: string;
  /** Stands behind the title, and is never cut off. */
  readonly hint: string;
}

/** What the conversation is printed on: lines, and below them one line that shows what is waited for. */
export class Screen {
  readonly #stream: ScreenStream;
  readonly #style: Style;
  readonly #restoration: Restoration;
  readonly #waiting: Wait[] = [];
  #isTaken = false;
  #timer: NodeJS.Timeout | undefined;
  #release: (() => void) | undefined;
  #frame = 0;

  constructor(stream: ScreenStream, style: Style, restoration: Restoration) {
    this.#stream = stream;
    this.#style = style;
    this.#restoration = restoration;
    // Somebody closed it, or the terminal went: what cannot be said is no reason to fail.
    stream.on('error', () => undefined);
  }

  /** Columns to lay text out for. */
  get columns(): number {
    const columns = this.#stream.columns ?? 0;
    return columns > 0 ? columns : 80;
  }

  get rows(): number {
    const rows = this.#stream.rows ?? 0;
    return rows > 0 ? rows : 24;
  }

  /** Whether somebody may be looking. */
  get isTerminal(): boolean {
    return this.#stream.isTTY === true;
  }

  /** Whether one line can be drawn again and again. */
  get animates(): boolean {
    return this.isTerminal && !this.#style.appearance.plain;
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  /** Prints whole lines, above the line that shows what is waited for. */
  print(text: string): void {
    if (this.#timer) this.write(erase);
    this.write(`${text}\n`);
    if (this.#timer) this.#draw();
  }

  /** Whether something is said to be waited for. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether a prompt or a program has the terminal just now. */
  get isTaken(): boolean {
    return this.#isTaken;
  }

  /** Shows what is waited for. Waiting within waiting shows the inner one. */
  wait(title: string, hint = ''): Waiting {
    const wait: Wait = { title, hint };
    this.#waiting.push(wait);
    this.#show();
    return {
      update: (changed) => {
        wait.title = changed;
        if (this.#timer) this.#draw();
      },
      settle: () => {
        const at = this.#waiting.indexOf(wait);
        if (at === -1) return;
        this.#hide();
        this.#waiting.splice(at, 1);
        this.#show();
      },
    };
  }

  /** Takes the line away while a prompt has the terminal. */
  pause(): void {
    this.#isTaken = true;
    this.#hide();
  }

  /** Leaves the line where it is, unmoved, while a program has the terminal below it. */
  stand(): void {
    this.#isTaken = true;
    if (!this.#timer) return;
    this.#hide();
    this.write(`${cut(this.#waiting.at(-1)?.title ?? '', this.columns - 1, this.#style.symbols.ellipsis)}\n`);
  }

  resume(): void {
    this.#isTaken = false;
    this.#show();
  }

  #show(): void {
    if (this.#waiting.length === 0 || this.#isTaken || !this.animates) return;
    if (!this.#timer) {
      this.#release = this.#restoration.hold(() => this.write(erase + showCursor));
      this.write(hideCursor);
      this.#timer = setInterval(() => this.#draw(), frameMs);
    }
    this.#draw();
  }

  #hide(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#release?.();
    this.write(erase + showCursor);
  }

  #draw(): void {
    const { frames, ellipsis } = this.#style.symbols;
    this.#frame = (this.#frame + 1) % frames.length;
    const { title, hint } = this.#waiting.at(-1) ?? { title: '', hint: '' };
    const behind = hint === '' ? '' : ` ${hint}`;
    const line = cut(title, this.columns - 3 - widthOf(behind), ellipsis) + this.#style.dim(behind);
    // The cursor waits at its beginning: terminals may break it at a new width, and then it is taken away whole.
    this.write(`${erase}${this.#style.accent(frames[this.#frame] ?? '')} ${line}\r`);
  }
}

/** Shortens a text to a width, so that it stays on one line. */
export function cut(text: string, width: number, ellipsis: string): string {
  const line = text.replace(/\n/g, ' ');
  if (widthOf(line) <= width) return line;
  let short = Array.from(line)
    .slice(0, Math.max(0, width - ellipsis.length))
    .join('');
  while (widthOf(short) > width - ellipsis.length && short !== '') short = Array.from(short).slice(0, -1).join('');
  return short + ellipsis;
}
