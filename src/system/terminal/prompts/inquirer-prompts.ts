import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type Inquirer from 'inquirer';
import type { WordedPrompt } from './worded-prompt.js';
import type { KeyboardLease } from '../keyboard/prompt-session.js';
import type { Typed } from '../keyboard/key-splitter.js';
import { onOneLine } from '../keyboard/line-reader.js';
import { characters } from './characters.js';
import { SeveralLines, countedLines, linesOf } from './several-lines.js';
import { hang, widthOf } from '../lines.js';
import { cut } from '../screen.js';
import type { Style } from '../style.js';
import type { Canvas } from './canvas.js';
import { asked, themeFor } from './theme.js';

type Ask = (question: object) => Promise<Readonly<Record<string, unknown>>>;

/** Inquirer is loaded with the first question that needs it: help and scripts start without. */
export async function loadInquirer(): Promise<typeof Inquirer> {
  return (await import('inquirer')).default;
}

/** Asks by inquirer. Rejects when the session is interrupted. */
export async function askByInquirer(prompt: WordedPrompt, lease: KeyboardLease, canvas: Canvas): Promise<string> {
  const inquirer = await loadInquirer();
  const input = new PromptInput(lease);
  const type = (typed: Typed): void => input.type(typed, prompt.kind === 'secret' ? '' : ' ');
  lease.receive(prompt.severalLines === true ? new SeveralLines(type, lease.signal).receive : type);
  const ask = inquirer.createPromptModule({
    input: input as unknown as NodeJS.ReadableStream,
    output: canvas.stream,
    signal: lease.signal,
  }) as unknown as Ask;
  const { answer } = await ask({
    name: 'answer',
    message: canvas.style.clean(prompt.message),
    ...questionFor(prompt, canvas),
    theme: themeFor(prompt, canvas.style, canvas.screen.columns),
  });
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  return linesOf(String(answer));
}

/** Prints the line that stays: what was asked, and what was chosen. */
export function showChosen(prompt: WordedPrompt, value: string, { screen, style }: Canvas): void {
  const name = style.clean(prompt.choices?.find((choice) => choice.value === value)?.name ?? value);
  const message = asked(style.clean(prompt.message), screen.columns);
  screen.print(
    `${style.marks.done} ${style.strong(style.prose(message))} ` +
      style.accent(style.prose(below(message, name, screen.columns))),
  );
}

/** An answer that has no room beside its question stands below it. */
function below(message: string, answer: string, columns: number): string {
  return widthOf(message) + widthOf(answer) + 3 <= columns ? answer : `\n${hang(answer, columns, '  ')}`;
}

/** Whether a prompt is answered by moving along lines. */
export function isMenu({ kind }: WordedPrompt): boolean {
  return kind === 'choice' || kind === 'search';
}

function questionFor(prompt: WordedPrompt, canvas: Canvas): object {
  const suggested = prompt.suggestion === undefined ? {} : { default: prompt.suggestion };
  if (prompt.kind === 'confirm') return { type: 'confirm', default: prompt.suggestion === 'yes' };
  const shown = prompt.kind === 'secret' ? unseen(canvas.style) : shortened(prompt, canvas);
  return {
    type: 'input',
    ...(prompt.kind === 'secret' ? {} : suggested),
    transformer: shown,
    validate: (raw: string) => prompt.check?.(linesOf(raw)) ?? true,
  };
}

type Transformer = (value: string, state: { readonly isFinal: boolean }) => string;

const hideCursor = '\u001b[?25l';

/** A secret shows only that it arrived: an invisible field leaves people in doubt about their paste. */
function unseen(style: Style): Transformer {
  return (value, { isFinal }) => {
    if (isFinal) return style.dim('(not shown)');
    const count = Array.from(value).length;
    return style.dim(count === 0 ? '(not shown)' : `(not shown, ${characters(count)})`) + hideCursor;
  };
}

const longest = 600;

function shortened(prompt: WordedPrompt, { style, screen }: Canvas): Transformer {
  return (value, { isFinal }) => {
    const instead = countedLines(value) ?? (prompt.hides?.(value) === true ? '(not shown)' : undefined);
    if (instead !== undefined) return isFinal ? style.accent(instead) : style.dim(instead) + hideCursor;
    const clean = style.clean(value);
    const answer = cut(clean.trim(), Math.max(60, screen.columns * 2), style.symbols.ellipsis);
    if (isFinal) return style.accent(below(asked(style.clean(prompt.message), screen.columns), answer, screen.columns));
    return clean.length > longest
      ? `${clean.slice(0, longest)}${style.symbols.ellipsis} ${style.dim(`(${characters(clean.length)})`)}`
      : clean;
  };
}

// readline takes a text in one piece much faster than key by key, for each of which inquirer draws the prompt again.
const inOnePiece = 16;

/** The stand-in for stdin that inquirer reads: it gets keys as a terminal sends them, and long texts in one piece. */
class PromptInput extends EventEmitter {
  readonly isTTY = true;
  isRaw = true;
  readonly #session: KeyboardLease;
  #delivered: Promise<void> = Promise.resolve();

  constructor(lease: KeyboardLease) {
    super();
    this.#session = lease;
  }

  /** Each in a turn of its own: inquirer draws between two. */
  type(typed: Typed, joint: string): void {
    this.#delivered = this.#delivered.then(() => setImmediate()).then(() => this.#deliver(typed, joint));
  }

  #deliver({ kind, text }: Typed, joint: string): void {
    const whole = kind === 'paste' ? onOneLine(text, joint) : text;
    if (whole === '') return;
    if (kind === 'key' || (kind === 'text' && whole.length < inOnePiece)) this.emit('data', whole);
    else this.emit('keypress', whole, { sequence: '', name: undefined, ctrl: false, meta: false, shift: false });
  }

  /** readline gives the terminal back when it closes; before the prompt has its answer, that means Ctrl-D. */
  setRawMode(mode: boolean): this {
    this.isRaw = mode;
    if (!mode) this.#session.cancel();
    return this;
  }

  pause(): this {
    return this;
  }

  resume(): this {
    return this;
  }
}
