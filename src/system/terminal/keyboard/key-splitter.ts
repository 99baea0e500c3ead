/** A piece of what was typed: a run of characters, one key in the terminal's own bytes, or a whole bracketed paste. */
export interface Typed {
  readonly kind: 'text' | 'key' | 'paste';
  readonly text: string;
}

const escape = '\u001b';
// Source: xterm control sequences, "Bracketed Paste Mode".
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

// ECMA-48: CSI sequences, SS3 keys, and Alt with a character.
const sequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O\u001b])/y;
const unfinished = /\u001b(?:\[[0-?]*[ -/]*|O)$/;
const run = /[^\u0000-\u001f\u007f-\u009f]+/y;

/** Splits the bytes of a terminal into keys, text and pastes, whatever pieces they arrive in. */
export class KeySplitter {
  #rest = '';
  #paste: string[] | undefined;
  #afterEscape = false;

  /** @param chunk decoded text, as it was read */
  split(chunk: string): Typed[] {
    // A paste whose first byte came alone.
    const input = (this.#afterEscape && chunk.startsWith(pasteStart.slice(1)) ? escape : this.#rest) + chunk;
    this.#rest = '';
    this.#afterEscape = false;
    const typed: Typed[] = [];
    for (let at = 0; at < input.length;)
      at = this.#paste ? this.#inPaste(input, at, typed) : this.#outside(input, at, typed);
    return typed;
  }

  #inPaste(input: string, at: number, typed: Typed[]): number {
    const end = input.indexOf(pasteEnd, at);
    if (end === -1) {
      const kept = partOfEnd(input, at);
      this.#paste?.push(input.slice(at, input.length - kept));
      this.#rest = input.slice(input.length - kept);
      return input.length;
    }
    typed.push({ kind: 'paste', text: [...(this.#paste ?? []), input.slice(at, end)].join('') });
    this.#paste = undefined;
    return end + pasteEnd.length;
  }

  #outside(input: string, at: number, typed: Typed[]): number {
    if (input.startsWith(pasteStart, at)) {
      this.#paste = [];
      return at + pasteStart.length;
    }
    const text = matchAt(run, input, at) ?? matchAt(sequence, input, at);
    if (text === undefined && unfinished.test(input.slice(at))) {
      this.#rest = input.slice(at);
      return input.length;
    }
    const piece = text ?? input.charAt(at);
    this.#afterEscape = piece === escape && at + 1 === input.length;
    typed.push({ kind: text !== undefined && !piece.startsWith(escape) ? 'text' : 'key', text: piece });
    return at + piece.length;
  }
}

/** How many characters at the end of the input may be the beginning of the paste's end. */
function partOfEnd(input: string, at: number): number {
  for (let length = Math.min(pasteEnd.length - 1, input.length - at); length > 0; length -= 1) {
    if (input.endsWith(pasteEnd.slice(0, length))) return length;
  }
  return 0;
}

function matchAt(pattern: RegExp, input: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(input)?.[0];
}

// Blanks that come along from web pages and chat programs, and cannot be seen.
const invisible = /[\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]/g;
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A paste with its line ends made `\n`, and without what cannot be seen. */
export function cleanPaste(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(controls, '').replace(invisible, '');
}
