import type { Typed } from '../keyboard/key-splitter.js';
import type { KeyboardLease } from '../keyboard/prompt-session.js';
import { onOneLine } from '../keyboard/line-reader.js';
import { hang, widthOf } from '../lines.js';
import type { Style } from '../style.js';
import type { Canvas } from './canvas.js';
import { matching } from './matching.js';
import { opening, refusal, tipFor } from './theme.js';
import type { WordedChoice, WordedPrompt } from './worded-prompt.js';

/** More choices than these are not looked at together; less where they are searched. */
const mostShown = 13;
const mostFound = 12;

/**
 * Asks for a line of a menu: arrows move, from the last line to the first too; what is typed leaves only the lines that
 * have it in them. It fits on the screen, says how much is above and below, and is drawn anew when the size changes.
 * Nothing of it is left behind. Rejects when the lease is interrupted.
 */
export async function askByMenu(prompt: WordedPrompt, lease: KeyboardLease, canvas: Canvas): Promise<string> {
  const menu = new Menu(prompt);
  const frame = new Frame(canvas);
  const draw = (): void => frame.draw(drawnLines(menu, prompt, canvas));
  canvas.stream.on('resize', draw);
  draw();
  try {
    return await new Promise((resolve, reject) => {
      lease.signal.addEventListener('abort', () => reject(new Error('The prompt was interrupted.')), { once: true });
      lease.receive((typed) => {
        if (typed.kind === 'key' && (typed.text === '\r' || typed.text === '\n')) {
          if (menu.chosen !== undefined) resolve(menu.chosen.value);
        } else if (typed.kind === 'key' && typed.text === '\u0004' && menu.term === '') lease.cancel();
        else if (menu.take(typed)) draw();
      });
    });
  } finally {
    canvas.stream.off('resize', draw);
    frame.clear();
  }
}

// Cursor keys, as terminals send them in both modes. Source: xterm control sequences, "PC-Style Function Keys".
const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  '\u001b[A': (at, count) => (at + count - 1) % count,
  '\u001bOA': (at, count) => (at + count - 1) % count,
  '\u001b[B': (at, count) => (at + 1) % count,
  '\u001bOB': (at, count) => (at + 1) % count,
  '\u001b[5~': (at) => Math.max(0, at - mostShown),
  '\u001b[6~': (at, count) => Math.min(count - 1, at + mostShown),
  '\u001b[H': () => 0,
  '\u001bOH': () => 0,
  '\u001b[1~': () => 0,
  '\u001b[F': (_at, count) => count - 1,
  '\u001bOF': (_at, count) => count - 1,
  '\u001b[4~': (_at, count) => count - 1,
};

/** What has been typed, what it leaves, and where the pointer is. */
class Menu {
  readonly #choices: readonly WordedChoice[];
  found: readonly WordedChoice[];
  term = '';
  at: number;

  constructor({ choices = [], suggestion }: WordedPrompt) {
    this.#choices = choices;
    this.found = choices;
    this.at = Math.max(
      0,
      choices.findIndex(({ value }) => value === suggestion),
    );
  }

  get chosen(): WordedChoice | undefined {
    return this.found[this.at];
  }

  /** @returns whether anything is to be drawn */
  take({ kind, text }: Typed): boolean {
    if (kind !== 'key') return this.#narrow(this.term + (kind === 'paste' ? onOneLine(text, ' ') : text));
    if (text === '\u007f' || text === '\b') return this.#narrow(Array.from(this.term).slice(0, -1).join(''));
    if (text === '\u0015') return this.#narrow('');
    if (text === '\u0017') return this.#narrow(this.term.replace(/\S*\s*$/, ''));
    const move = moves[text];
    if (move === undefined || this.found.length === 0) return false;
    this.at = move(this.at, this.found.length);
    return true;
  }

  #narrow(term: string): boolean {
    const was = this.chosen;
    this.term = term.trimStart();
    this.found = matching(this.#choices, this.term);
    // What was pointed at stays so only where nothing is typed: else the first is the nearest.
    this.at = this.term === '' && was !== undefined ? Math.max(0, this.found.indexOf(was)) : 0;
    return true;
  }
}

function drawnLines(menu: Menu, prompt: WordedPrompt, { screen, style }: Canvas): readonly string[] {
  const { columns, rows } = screen;
  const head = headOf(menu, prompt, style, columns);
  const tip = style.dim(hang(tipFor(prompt, style, columns), columns, '  ')).split('\n');
  const about = described(menu, style, columns);
  // What matters less goes first where the screen is very small.
  const tail = head.length + about.length + tip.length + 5 < rows ? [' ', ...about, ...tip] : tip;
  if (menu.found.length === 0)
    return [...head, ...refusal('Nothing in the list has that in its name.', style, columns).split('\n'), ...tail];
  const items = menu.found.map(({ name }, index) => {
    const text = hang(style.clean(name), columns, index === menu.at ? `${style.symbols.pointer} ` : '  ');
    return (index === menu.at ? style.accent(style.prose(text)) : style.prose(text)).split('\n');
  });
  // Two lines say how much there is above and below.
  const room = rows - 1 - head.length - tail.length - 2;
  const [from, to] = window(items, menu.at, room, prompt.kind === 'choice' ? mostShown : mostFound);
  const arrows = style.appearance.unicode ? { up: '↑', down: '↓' } : { up: 'above:', down: 'below:' };
  return [
    ...head,
    ...(from > 0 ? [style.dim(`  ${arrows.up} ${from} more`)] : []),
    ...items.slice(from, to).flat(),
    ...(to < items.length ? [style.dim(`  ${arrows.down} ${items.length - to} more`)] : []),
    ...tail,
  ];
}

function headOf({ term }: Menu, prompt: WordedPrompt, style: Style, columns: number): string[] {
  const question = `${style.accent(style.symbols.question)} ${opening(prompt, style, columns)}`;
  const typed = style.clean(term);
  if (typed === '') return question.split('\n');
  const last = question.split('\n').at(-1) ?? '';
  // A menu that is usually not typed into has no place for it.
  const isBelow = prompt.kind === 'choice' || seen(last) + 1 + widthOf(typed) > columns;
  return (isBelow ? `${question}\n  ${style.accent(style.symbols.arrow)} ${typed}` : `${question} ${typed}`).split(
    '\n',
  );
}

function described({ chosen }: Menu, style: Style, columns: number): string[] {
  const { description } = chosen ?? {};
  return description === undefined
    ? []
    : style.dim(style.prose(hang(style.clean(description), columns, '  '))).split('\n');
}

/** The choices around the pointer that there is room for: at least that one. */
function window(
  items: readonly (readonly string[])[],
  at: number,
  room: number,
  most: number,
): [from: number, to: number] {
  let [from, to] = [at, at + 1];
  let left = room - (items[at]?.length ?? 0);
  const fits = (index: number): boolean => (items[index]?.length ?? Infinity) <= left && to - from < most;
  for (let grows = true; grows;) {
    grows = false;
    if (fits(to)) {
      left -= items[to]?.length ?? 0;
      to += 1;
      grows = true;
    }
    if (from > 0 && fits(from - 1)) {
      from -= 1;
      left -= items[from]?.length ?? 0;
      grows = true;
    }
  }
  return [from, to];
}

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';

/** Lines that are drawn again and again in the same place. */
class Frame {
  readonly #canvas: Canvas;
  #drawn: readonly string[] = [];

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  draw(lines: readonly string[]): void {
    this.#canvas.screen.write(`${this.#back()}${hideCursor}${lines.join('\n')}`);
    this.#drawn = lines;
  }

  clear(): void {
    this.#canvas.screen.write(this.#back() + showCursor);
    this.#drawn = [];
  }

  /** To where the first line begins: terminals break lines anew that are too long for a new width. */
  #back(): string {
    const { columns } = this.#canvas.screen;
    const height = this.#drawn.reduce((sum, line) => sum + Math.max(1, Math.ceil(seen(line) / columns)), 0);
    return height === 0 ? '' : `\r${height > 1 ? `\u001b[${height - 1}A` : ''}\u001b[J`;
  }
}

/** The columns that a line takes, its colours left out. */
function seen(line: string): number {
  return widthOf(line.replace(/\u001b\[[\d;]*m/g, ''));
}
