import type { PseudoTerminal } from '../../helpers/pseudo-terminal.js';
import type { MfaDevice } from '../aws/mfa-device.js';
import { activePrompt, asksForCode, type ActivePrompt } from './prompt.js';

const escape = '\u001b';
const mark = '  The MFA device shows ';
// Long enough for a prompt to be drawn to its end, too short to be noticed.
const quietMs = 80;

/**
 * A line above the prompt for an MFA code that says what the sandbox's device shows, for as long as the prompt waits.
 * The wizard knows nothing of it: the line is inserted into what it has drawn, and the cursor put back in its place.
 */
export class CodeLine {
  #timer: NodeJS.Timeout | undefined;
  /** The line of the prompt that has its answer appended already. */
  #shownFor: number | undefined;
  readonly #forget: () => void;

  constructor(
    private readonly terminal: PseudoTerminal,
    private readonly device: MfaDevice,
    /** Writes to the person's own terminal. */
    private readonly write: (bytes: string) => void,
    /** Nothing may be drawn over: the line is appended below the question, once. */
    private readonly appendOnly: boolean,
  ) {
    this.#forget = terminal.onChange(() => this.#wait(quietMs));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }

  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), milliseconds);
  }

  #draw(): void {
    if (!this.terminal.isUpToDate) {
      this.#wait(quietMs);
      return;
    }
    const prompt = this.#prompt();
    if (!prompt) return;
    if (this.appendOnly) this.#append(prompt);
    else if (this.#lineNumber(prompt) === undefined) this.#insert(prompt);
    else this.#renew(prompt);
  }

  #prompt(): ActivePrompt | undefined {
    const prompt = this.appendOnly ? lastLine(this.terminal) : activePrompt(this.terminal);
    return prompt && asksForCode(prompt.question) ? prompt : undefined;
  }

  /** Screen and model get the same bytes, so that both go on showing the same. */
  #put(bytes: string): void {
    this.write(bytes);
    this.terminal.show(bytes);
  }

  #append(prompt: ActivePrompt): void {
    if (this.#shownFor === prompt.line) return;
    this.#put(`\r\n${mark}${this.device.code()}\r\n`);
    this.#shownFor = prompt.line;
  }

  /** Makes room at the end, which may scroll; then opens a line above the prompt. */
  #insert(prompt: ActivePrompt): void {
    const { cursorLine } = this.terminal;
    const below = this.terminal.text().split('\n').length - cursorLine;
    const room = `${'\n'.repeat(Math.max(1, below))}${move('A', Math.max(1, below))}`;
    const up = cursorLine - prompt.line;
    this.#put(`${room}${move('A', up)}\r${escape}[L${this.#text()}${move('B', up + 1)}${this.#toColumn()}`);
  }

  /** Writes the line anew when it has something new to say. */
  #renew(prompt: ActivePrompt): void {
    const line = this.#lineNumber(prompt);
    const text = this.#text();
    if (line === undefined) return;
    const up = this.terminal.cursorLine - line;
    if (this.terminal.lines()[line] === text) this.#wait(250);
    else this.#put(`${move('A', up)}\r${text}${escape}[K${move('B', up)}${this.#toColumn()}`);
  }

  // Terminals do not agree on what "restore cursor" means after scrolling, so every move is relative, and the column is
  // set.
  #toColumn(): string {
    return `${escape}[${this.terminal.cursorColumn + 1}G`;
  }

  #lineNumber(prompt: ActivePrompt): number | undefined {
    return this.terminal.lines()[prompt.line - 1]?.startsWith(mark) ? prompt.line - 1 : undefined;
  }

  #text(): string {
    const seconds = Math.ceil(this.device.millisecondsLeft() / 1000);
    // A line that wraps would be two.
    return `${mark}${this.device.code()}, for ${seconds} s more (the rehearsal plays the device)`.slice(
      0,
      this.terminal.columns - 1,
    );
  }
}

function move(direction: 'A' | 'B', lines: number): string {
  return lines > 0 ? `${escape}[${lines}${direction}` : '';
}

function lastLine(terminal: PseudoTerminal): ActivePrompt | undefined {
  const lines = terminal.lines();
  const line = lines.slice(0, terminal.cursorLine + 1).findLastIndex((text) => asksForCode(text));
  const question = lines[line] ?? '';
  return line < 0 || terminal.cursorLine - line > 3 ? undefined : { line, question, text: question };
}
