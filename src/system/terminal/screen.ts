import type { WriteStream } from 'node:tty';
import type { Restoration } from './keyboard/restoration.js';
import type { Style } from './style.js';
import { widthOf } from './lines.js';

/** What is needed of the stream that shows the conversation. */
export type ScreenStream = NodeJS.WritableStream &
  Partial<Pick<WriteStream, 'isTTY' | 'columns' | 'rows' | 'getColorDepth'>>;

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const eraseLine = '\r\u001b[2K';
const frameMs = 80;

/** What the conversation is printed on: lines, and below them one line that shows what is waited for. */
export class Screen {
  readonly #stream: ScreenStream;
  readonly #style: Style;
  readonly #restoration: Restoration;
  readonly #waiting: string[] = [];
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

  /** Whether one line can be drawn again and again. */
  get animates(): boolean {
    return this.#stream.isTTY === true && !this.#style.appearance.plain;
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  /** Prints whole lines, above the line that shows what is waited for. */
  print(text: string): void {
    if (this.#timer) this.write(eraseLine);
    this.write(`${text}\n`);
    if (this.#timer) this.#draw();
  }

  /** Shows what is waited for, until `settle`. Waiting within waiting shows the inner one. */
  wait(title: string): void {
    this.#waiting.push(title);
    this.resume();
  }

  /** Says something else of what is waited for. */
  update(title: string): void {
    this.#waiting[this.#waiting.length - 1] = title;
    if (this.#timer) this.#draw();
  }

  settle(): void {
    this.pause();
    this.#waiting.pop();
    this.resume();
  }

  /** Takes the line away while a prompt has the terminal. */
  pause(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#release?.();
    this.write(eraseLine + showCursor);
  }

  /** Leaves the line where it is, unmoved, while a program has the terminal below it. */
  stand(): void {
    if (!this.#timer) return;
    this.pause();
    this.write(`${cut(this.#waiting.at(-1) ?? '', this.columns - 1, this.#style.symbols.ellipsis)}\n`);
  }

  resume(): void {
    if (this.#waiting.length === 0 || !this.animates) return;
    if (!this.#timer) {
      this.#release = this.#restoration.hold(() => this.write(eraseLine + showCursor));
      this.write(hideCursor);
      this.#timer = setInterval(() => this.#draw(), frameMs);
    }
    this.#draw();
  }

  #draw(): void {
    const { frames, ellipsis } = this.#style.symbols;
    this.#frame = (this.#frame + 1) % frames.length;
    const title = cut(this.#waiting.at(-1) ?? '', this.columns - 3, ellipsis);
    this.write(`${eraseLine}${this.#style.accent(frames[this.#frame] ?? '')} ${title}`);
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
