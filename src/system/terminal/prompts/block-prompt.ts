import { GoBack } from '../../../core/go-back.js';
import type { WordedPrompt } from './worded-prompt.js';
import type { Canvas } from './canvas.js';
import { characters } from './characters.js';
import { cleanPaste } from '../keyboard/key-splitter.js';
import type { Typed } from '../keyboard/key-splitter.js';
import type { KeyboardLease } from '../keyboard/prompt-session.js';
import { hang } from '../lines.js';
import { backLine } from './plain-prompts.js';
import { asked, opening, refusal } from './theme.js';

// A paste comes in pieces; only a pause says that the last one is there.
const pauseMs = 80;

/**
 * Asks for a secret of several lines. It ends at an empty line, at Ctrl-D, or as soon as `isComplete` says so; nothing
 * of it is shown but how much has arrived.
 */
export async function askBlock(prompt: WordedPrompt, lease: KeyboardLease, canvas: Canvas): Promise<string> {
  const { screen, style } = canvas;
  for (;;) {
    const drawing = canvas.screen.animates ? new Drawing(prompt, canvas) : undefined;
    if (drawing === undefined) sayPlainly(prompt, canvas);
    const text = await readBlock(lease, prompt, (soFar) => drawing?.update(soFar)).finally(() => drawing?.clear());
    if (drawing === undefined && leadsBack(text, prompt)) throw new GoBack();
    const reason = prompt.check?.(text);
    if (reason === undefined) {
      screen.print(result(prompt, text, canvas));
      return text;
    }
    screen.print(refusal(reason, style, screen.columns));
  }
}

/** The block without the blanks around it. */
function readBlock(lease: KeyboardLease, prompt: WordedPrompt, onChange: (text: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      resolve(text.trim());
    };
    lease.signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Error('The prompt was interrupted.'));
      },
      { once: true },
    );
    lease.receive((typed) => {
      clearTimeout(timer);
      if (typed.text === '\u0004') {
        if (text.trim() === '') lease.cancel();
        else finish();
        return;
      }
      text = added(text, typed);
      onChange(text);
      timer = setTimeout(() => {
        if (isWhole(text, prompt) || (text.endsWith('\n') && leadsBack(text, prompt))) finish();
      }, pauseMs);
    });
  });
}

function isWhole(text: string, { isComplete }: WordedPrompt): boolean {
  return text.trim() !== '' && (/\n[ \t]*\n[ \t]*$/.test(text) || isComplete?.(text.trim()) === true);
}

/** A line of its own, in place of the block. */
function leadsBack(text: string, { back = false }: WordedPrompt): boolean {
  return back && text.trim() === backLine;
}

function added(text: string, { kind, text: typed }: Typed): string {
  if (kind === 'paste') return text + cleanPaste(typed);
  if (kind === 'text') return text + typed;
  if (typed === '\r' || typed === '\n') return /^\s*$/.test(text) ? '' : `${text}\n`;
  if (typed === '\t') return `${text}\t`;
  if (typed === '\u0015') return '';
  return typed === '\u007f' || typed === '\b' ? Array.from(text).slice(0, -1).join('') : text;
}

function amount(text: string): string {
  const lines = text.trim().split('\n').length;
  return `${lines} line${lines === 1 ? '' : 's'}, ${characters(text.trim().length)}`;
}

const howItEnds = 'Paste it here: it is not shown. An empty line ends it.';

function sayPlainly({ message, note }: WordedPrompt, { screen, style }: Canvas): void {
  for (const text of [message, note, howItEnds])
    if (text !== undefined) screen.print(style.prose(hang(style.clean(text), screen.columns, '')));
}

function result({ message }: WordedPrompt, text: string, { screen, style }: Canvas): string {
  if (!screen.animates) return `Received: ${amount(text)}.`;
  return (
    `${style.marks.done} ${style.strong(style.prose(asked(style.clean(message), screen.columns)))} ` +
    style.dim(`(not shown, ${amount(text)})`)
  );
}

/** The question while the block arrives. */
class Drawing {
  readonly #canvas: Canvas;
  readonly #height: number;

  constructor(prompt: WordedPrompt, canvas: Canvas) {
    this.#canvas = canvas;
    const { screen, style } = canvas;
    const { note = '' } = prompt;
    const whole: WordedPrompt = { ...prompt, note: note === '' ? howItEnds : `${note}\n${howItEnds}` };
    const text = `${style.accent(style.symbols.question)} ${opening(whole, style, screen.columns)} `;
    this.#height = text.split('\n').length;
    screen.write(text);
  }

  update(text: string): void {
    const { screen, style } = this.#canvas;
    screen.write(
      `\r\u001b[2K  ${style.accent(style.symbols.arrow)} ${style.dim(text.trim() === '' ? '' : amount(text))}`,
    );
  }

  clear(): void {
    this.#canvas.screen.write(`\r${this.#height > 1 ? `\u001b[${this.#height - 1}A` : ''}\u001b[J`);
  }
}
