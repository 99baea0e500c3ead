import type { Text } from '../../core/advice/advice.js';
import { sayText } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import { GoBack } from '../../core/go-back.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Mark, Progress, Prompt, StepOptions, Ui } from '../../core/ports/ui.js';
import { Problem, cancelled, isProblem } from '../../core/problem.js';
import { wrap } from '../../core/text/wrap.js';
import type { Asker } from './prompts/asker.js';
import { inWords, meantBy } from './prompts/worded-prompt.js';
import type { Announce } from '../process/announce.js';
import type { LendTerminal } from '../process/lend-terminal.js';
import { untilCancelled } from '../process/until-cancelled.js';
import type { Keyboard } from './keyboard/keyboard.js';
import { hang, widthOf } from './lines.js';
import type { Screen } from './screen.js';
import type { Waiting } from './screen.js';
import { StepLine } from './step-line.js';
import type { Style } from './style.js';
import { layTable } from './table.js';

/** How waits that can be left say so. */
const howBack = 'Esc to go back';

/** The conversation, and what adapters need of it. */
export interface LendingUi extends Ui {
  /** Lets a program use the terminal in the midst of the conversation. */
  readonly lend: LendTerminal;
  readonly announce: Announce;
}

/** From then on somebody wonders what happens. */
const announcedAfterMs = 1000;

/** What a conversation is made of. */
export interface TerminalParts {
  readonly style: Style;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
  readonly form: CommandForm;
  readonly interactive: boolean;
  readonly keyboard: Keyboard;
  readonly asker: Asker;
}

/** A conversation: says, asks, and shows what is waited for. */
export class Terminal implements LendingUi {
  readonly #style: Style;
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #quiet: boolean;
  readonly #form: CommandForm;
  readonly #keyboard: Keyboard;
  readonly #asker: Asker;
  readonly interactive: boolean;

  constructor({ style, screen, clock, signal, quiet, form, interactive, keyboard, asker }: TerminalParts) {
    this.#style = style;
    this.#screen = screen;
    this.#clock = clock;
    this.#signal = signal;
    this.#quiet = quiet;
    this.#form = form;
    this.#keyboard = keyboard;
    this.#asker = asker;
    this.interactive = interactive;
  }

  async ask(prompt: Prompt): Promise<string> {
    if (!this.interactive)
      throw new Problem('usage', `Nobody is there to answer: ${prompt.message}`, {
        hint: 'Run the same command in a terminal, or give the answer as a flag.',
      });
    if (this.#signal.aborted) throw cancelled();
    return meantBy(await this.#asker.ask(inWords(prompt, this.#form)), prompt);
  }

  say(given: Text): void {
    const text = sayText(given, this.#form);
    // Below an arrow, the rest of the advice stands in one column.
    if (!this.#quiet)
      this.#screen.print(text.startsWith('→ ') ? this.#wrapped(text.slice(2), '→ ') : this.#wrapped(text, ''));
  }

  note(text: Text): void {
    if (!this.#quiet) this.#screen.print(this.#style.dim(this.#wrapped(text, '')));
  }

  heading(text: string): void {
    if (!this.#quiet) this.#screen.print(`\n${this.#style.strong(this.#wrapped(text, ''))}`);
  }

  warn(text: Text): void {
    this.mark('warn', text);
  }

  mark(mark: Mark, text: Text, detail?: Text): void {
    if (this.#quiet && (mark === 'done' || mark === 'skip')) return;
    const { marks, dim } = this.#style;
    const line = this.#wrapped(text, '  ').slice(2);
    this.#screen.print(`${marks[mark]} ${line}${detail === undefined ? '' : `\n${dim(this.#wrapped(detail, '  '))}`}`);
  }

  show(text: Text): void {
    if (!this.#quiet) this.#screen.print(this.#style.clean(sayText(text, this.#form)));
  }

  table(rows: readonly (readonly Text[])[], options: { readonly head?: readonly string[] | undefined } = {}): void {
    if (this.#quiet || rows.length === 0) return;
    const clean = rows.map((row) => row.map((cell) => this.#style.clean(sayText(cell, this.#form))));
    this.#screen.print(layTable(clean, options.head, this.#columns, this.#style).join('\n'));
  }

  bar(fraction: number): string {
    // Read aloud, it would be ten times the name of a block.
    if (this.#style.appearance.plain) return '';
    const { full, empty } = this.#style.symbols;
    const share = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
    // A little is never nothing, and only all is full.
    const filled = share === 0 ? 0 : Math.max(1, Math.floor(share * 10));
    return full.repeat(filled) + empty.repeat(10 - filled);
  }

  async step<T>(
    title: string,
    work: (progress: Progress, stop: AbortSignal) => Promise<T>,
    options: StepOptions = {},
  ): Promise<T> {
    await this.#keyboard.hold();
    const back = options.canBeLeft === true && options.back === true;
    const leave = new AbortController();
    const stop = back ? AbortSignal.any([this.#signal, leave.signal]) : this.#signal;
    const hint = back && this.#keyboard.isHeld ? `(${howBack})` : '';
    const forget = back ? this.#keyboard.onEscape(() => leave.abort(new GoBack())) : undefined;
    const isLeft = (): boolean => leave.signal.aborted && !this.#signal.aborted;
    let line: StepLine | undefined;
    try {
      const result = await untilCancelled(() => {
        line = new StepLine(title, this.#style, this.#quiet ? undefined : this.#screen, hint);
        return work(line, stop);
      }, stop);
      if (isLeft()) throw new GoBack();
      line?.end('done');
      return result;
    } catch (error) {
      line?.end(stop.aborted || isProblem(error, 'cancelled') ? undefined : 'fail');
      throw isLeft() ? new GoBack() : error;
    } finally {
      forget?.();
    }
  }

  readonly announce: Announce = async (title, work) => {
    // Whoever reads along in a file or a pipe waits for nothing.
    if (this.#quiet || !this.#screen.isTerminal) return await work();
    const over = new AbortController();
    const shown = this.#whenLate(title, over.signal);
    try {
      return await work();
    } finally {
      over.abort();
      (await shown)?.settle();
    }
  };

  /** Says it, once it takes long and the line is free. */
  async #whenLate(title: string, over: AbortSignal): Promise<Waiting | undefined> {
    try {
      do await this.#clock.sleep(announcedAfterMs, over);
      while (this.#screen.isWaiting || this.#screen.isTaken);
    } catch {
      // It did not take long.
      return undefined;
    }
    const text = this.#style.prose(this.#style.clean(title));
    if (!this.#screen.animates) this.#screen.print(this.#style.prose(`${text}…`));
    return this.#screen.wait(text);
  }

  async countdown(title: string, until: Date): Promise<void> {
    await this.#keyboard.hold();
    const left = (): number => Math.ceil((until.getTime() - this.#clock.now().getTime()) / 1000);
    const say = (): string => this.#style.clean(`${title} ${Math.max(0, left())} s`);
    const screen = this.#quiet ? undefined : this.#screen;
    let waiting: Waiting | undefined;
    try {
      await untilCancelled(async () => {
        waiting = screen?.wait(say());
        if (screen?.animates === false) screen.print(this.#style.prose(say()));
        while (left() > 0) {
          const milliseconds = until.getTime() - this.#clock.now().getTime();
          await this.#clock.sleep(milliseconds % 1000 === 0 ? 1000 : milliseconds % 1000, this.#signal);
          waiting?.update(say());
        }
      }, this.#signal);
    } finally {
      waiting?.settle();
    }
  }

  readonly lend: LendTerminal = async (work, title) => {
    const over = new AbortController();
    const said = title === undefined || this.#screen.isWaiting ? undefined : this.#sayWhenLate(title, over.signal);
    this.#screen.stand();
    try {
      return await this.#keyboard.lend(work);
    } finally {
      over.abort();
      await said;
      this.#screen.resume();
      // What comes last in a conversation may leave what is typed to the shell.
      if (this.#screen.isWaiting) await this.#keyboard.hold();
    }
  };

  /** Says it once, unmoved, for a program has the terminal. */
  async #sayWhenLate(title: string, over: AbortSignal): Promise<void> {
    if (this.#quiet || !this.#screen.isTerminal) return;
    await this.#clock.sleep(announcedAfterMs, over).then(
      () => this.#screen.print(this.#wrapped(`${title}…`, '')),
      // It did not take long.
      () => undefined,
    );
  }

  get #columns(): number {
    // Lines longer than this are hard to read, however wide the terminal is.
    return Math.min(this.#screen.columns, 200);
  }

  #wrapped(text: Text, indent: string): string {
    const clean = this.#style.clean(sayText(text, this.#form));
    const width = Math.min(this.#columns, 100);
    return this.#style.prose(indent === '' ? wrap(clean, width, widthOf).join('\n') : hang(clean, width, indent));
  }
}
