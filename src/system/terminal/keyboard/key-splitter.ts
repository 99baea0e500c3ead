/** A piece of what was typed: a run of characters, one key in the terminal's own bytes, or a whole bracketed paste. */
export interface Typed {
  readonly kind: 'text' | 'key' | 'paste';
  readonly text: string;
}

const escape = '\u001b';
// Source: xterm control sequences, "Bracketed Paste Mode".
const pasteStart = `${escape}[200~`;
const pasteEnd = `${escape}[201~`;

// ECMA-48: CSI sequences, SS3 keys, and Alt with a character or, where a second Escape stands in front, with such a key.
const sequence = /\u001b{1,2}(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^[O\u001b])/y;
const unfinished = /^\u001b{1,2}(?:\[[0-?]*[ -/]*|O)?$/;
// What may come behind an Escape that has been taken for a key already.
const lateRest = /^(?:\[[0-?]*[ -/]*[@-~]|O[A-DFHP-S]$)/;
const run = /[^\u0000-\u001f\u007f-\u009f]+/y;

/**
 * Splits the bytes of a terminal into keys, text and pastes, whatever pieces they arrive in. An Escape at the end of a
 * piece may be the beginning of a key that is on its way: it is kept until more comes, or `flush` says that nothing does.
 */
export class KeySplitter {
  #rest = '';
  #paste: string[] | undefined;
  #isUnwanted = false;
  #afterEscape = false;

  /** @param chunk decoded text, as it was read */
  split(chunk: string): Typed[] {
    const isLate = this.#afterEscape && lateRest.test(chunk);
    const input = (isLate ? escape : this.#rest) + chunk;
    this.#rest = '';
    this.#afterEscape = false;
    const typed: Typed[] = [];
    for (let at = 0; at < input.length;)
      at = this.#paste ? this.#inPaste(input, at, typed) : this.#outside(input, at, typed);
    return typed;
  }

  /** Whether something is kept that may be a key by itself. */
  get isWaiting(): boolean {
    return this.#paste === undefined && this.#rest !== '';
  }

  /** What was kept, as the keys it is by itself. */
  flush(): Typed[] {
    if (!this.isWaiting) return [];
    const kept = this.#rest;
    this.#rest = '';
    this.#afterEscape = kept === escape;
    if (/^\u001b+$/.test(kept)) return Array.from(kept, (text) => ({ kind: 'key' as const, text }));
    return [{ kind: 'key', text: kept }];
  }

  /** Forgets what has begun to arrive, a paste to its end. */
  forget(): void {
    this.#isUnwanted = this.#paste !== undefined;
    if (this.#paste === undefined) this.#rest = '';
    else this.#paste = [];
  }

  #inPaste(input: string, at: number, typed: Typed[]): number {
    const end = input.indexOf(pasteEnd, at);
    if (end === -1) {
      const kept = partOfEnd(input, at);
      if (!this.#isUnwanted) this.#paste?.push(input.slice(at, input.length - kept));
      this.#rest = input.slice(input.length - kept);
      return input.length;
    }
    if (!this.#isUnwanted) typed.push({ kind: 'paste', text: [...(this.#paste ?? []), input.slice(at, end)].join('') });
    this.#paste = undefined;
    this.#isUnwanted = false;
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
