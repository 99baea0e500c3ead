import { cleanPaste } from './key-splitter.js';
import type { Typed } from './key-splitter.js';
import type { KeyboardLease } from './prompt-session.js';
import { widthOf } from '../lines.js';

/** How one line is read. */
export interface LineOptions {
  /** What a line break inside a paste becomes: nothing in a wrapped token, a blank elsewhere. */
  readonly joint: string;
  readonly echo: boolean;
  readonly write: (text: string) => void;
  /** What is echoed of a piece that was added, where that is something else. */
  readonly shown?: ((added: string) => string) | undefined;
  /** Stands between the keyboard and the line: lines are made one answer. */
  readonly through?: ((receive: (typed: Typed) => void, signal: AbortSignal) => (typed: Typed) => void) | undefined;
}

/**
 * Reads a line as a terminal in its simplest form does: characters are echoed at the end, Backspace takes the last one
 * back, Ctrl-U all of them. Nothing else moves the cursor, so it works with screen readers and in editors' shells; and
 * the line may be longer than the 4,095 bytes that a kernel would keep.
 */
export function readLine(lease: KeyboardLease, { joint, echo, write, shown, through }: LineOptions): Promise<string> {
  const line = new LineBuffer(joint, echo ? write : () => undefined, shown);
  return new Promise((resolve, reject) => {
    lease.signal.addEventListener(
      'abort',
      () => {
        write('\n');
        reject(new Error('The prompt was interrupted.'));
      },
      { once: true },
    );
    const receive = (typed: Typed): void => {
      if (typed.kind !== 'key') line.add(typed);
      else if (typed.text === '\r' || typed.text === '\n') {
        write('\n');
        resolve(line.text);
      } else if (typed.text === '\u0004' && line.text === '') lease.cancel();
      else line.edit(typed.text);
    };
    lease.receive(through?.(receive, lease.signal) ?? receive);
  });
}

const echoed = 2000;

class LineBuffer {
  text = '';
  readonly #joint: string;
  readonly #write: (text: string) => void;
  readonly #shown: (added: string) => string;

  constructor(joint: string, write: (text: string) => void, shown: (added: string) => string = (added) => added) {
    this.#joint = joint;
    this.#write = write;
    this.#shown = shown;
  }

  add({ kind, text }: Typed): void {
    const added = kind === 'paste' ? onOneLine(text, this.#joint) : text;
    const space = Math.max(0, echoed - this.text.length);
    this.text += added;
    this.#write(this.#shown(added.length > space ? `${added.slice(0, space)}${space > 0 ? '...' : ''}` : added));
  }

  /** Backspace, Ctrl-W and Ctrl-U; other keys mean nothing here. */
  edit(key: string): void {
    if (key === '\u007f' || key === '\b') this.#cut(Array.from(this.text).slice(0, -1).join(''));
    else if (key === '\u0017') this.#cut(this.text.replace(/\S*\s*$/, ''));
    else if (key === '\u0015') this.#cut('');
  }

  #cut(text: string): void {
    const shown = (whole: string): number => widthOf(whole.slice(0, echoed));
    this.#write('\b \b'.repeat(shown(this.text) - shown(text)));
    this.text = text;
  }
}

/** A paste into a prompt of one line: without the blanks around it, its lines put together. */
export function onOneLine(text: string, joint: string): string {
  return cleanPaste(text)
    .trim()
    .replace(/\s*\n\s*/g, joint)
    .replace(/\t/g, ' ');
}
