import { cleanPaste } from '../keyboard/key-splitter.js';
import type { Typed } from '../keyboard/key-splitter.js';
import { characters } from './characters.js';

/** Stands for the end of a line in an answer of several: of Unicode's private use, so nobody types it. */
const lineMark = '\ue00a';

// A terminal that does not mark pastes sends their lines at once; nobody types the next line as soon.
const pauseMs = 80;

/** The answer with its lines. */
export function linesOf(answer: string): string {
  return answer.replaceAll(lineMark, '\n').trim();
}

/** What is shown of an answer of several lines; undefined for one line. */
export function countedLines(answer: string): string | undefined {
  if (!answer.includes(lineMark)) return undefined;
  const text = linesOf(answer);
  return `(${text.split('\n').length} lines, ${characters(text.length)})`;
}

/** What is echoed of a piece of an answer: the end of a line, how much a paste was, or the text itself. */
export function shownLines(added: string): string {
  return added === lineMark ? '\n' : (countedLines(added) ?? added);
}

/**
 * Makes one answer of lines. A paste is one piece. Where pastes are not marked, an Enter with more behind it is the end
 * of a line; from then on an empty line ends the answer.
 */
export class SeveralLines {
  readonly #deliver: (typed: Typed) => void;
  #held: NodeJS.Timeout | undefined;
  #isBlock = false;
  #lineIsEmpty = true;

  /** @param deliver takes what is typed, with marks for the ends of lines, and Enter where the answer ends */
  constructor(deliver: (typed: Typed) => void, signal: AbortSignal) {
    this.#deliver = deliver;
    signal.addEventListener('abort', () => clearTimeout(this.#held), { once: true });
  }

  readonly receive = (typed: Typed): void => {
    const isEnter = typed.kind === 'key' && (typed.text === '\r' || typed.text === '\n');
    if (this.#held !== undefined) this.#goOn();
    if (isEnter) {
      this.#held = setTimeout(() => this.#end(), pauseMs);
      return;
    }
    if (typed.kind !== 'key') this.#lineIsEmpty = false;
    const text = typed.kind === 'paste' ? cleanPaste(typed.text).trim() : typed.text.replaceAll(lineMark, '');
    this.#deliver(
      typed.kind === 'paste'
        ? { kind: 'text', text: text.replace(/\t/g, ' ').replaceAll('\n', lineMark) }
        : { ...typed, text },
    );
  };

  /** More came behind an Enter. */
  #goOn(): void {
    clearTimeout(this.#held);
    this.#held = undefined;
    this.#isBlock = true;
    this.#lineIsEmpty = true;
    this.#deliver({ kind: 'text', text: lineMark });
  }

  #end(): void {
    this.#held = undefined;
    if (this.#isBlock && !this.#lineIsEmpty) {
      this.#lineIsEmpty = true;
      this.#deliver({ kind: 'text', text: lineMark });
    } else this.#deliver({ kind: 'key', text: '\r' });
  }
}
