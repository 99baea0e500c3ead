import { kill, platform as nodePlatform, stderr } from 'node:process';
import { isatty } from 'node:tty';
import type { Text } from '../../core/advice/advice.js';
import { plainForm, sayText } from '../../core/advice/say.js';
import type { CommandForm } from '../../core/advice/say.js';
import type { Clock } from '../../core/ports/clock.js';
import type { Mark, Progress, Prompt, Ui } from '../../core/ports/ui.js';
import { Problem, cancelled, isProblem } from '../../core/problem.js';
import { wrap } from '../../core/text/wrap.js';
import { appearanceOf, screenFactsOf } from './appearance.js';
import { Asker } from './prompts/asker.js';
import { inWords } from './prompts/worded-prompt.js';
import { noCancellation } from '../process/cancellation.js';
import type { Cancellation } from '../process/cancellation.js';
import type { LendTerminal } from '../process/lend-terminal.js';
import { untilCancelled } from '../process/until-cancelled.js';
import { Keyboard } from './keyboard/keyboard.js';
import { hang, widthOf } from './lines.js';
import { Restoration } from './keyboard/restoration.js';
import { withoutSecretsOn } from './said-stream.js';
import { Screen } from './screen.js';
import type { ScreenStream } from './screen.js';
import { StepLine } from './step-line.js';
import { styleFor } from './style.js';
import type { Style } from './style.js';
import { layTable } from './table.js';

/** How a conversation is opened. */
export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** What ends all waiting, and what Ctrl-C ends; without it nothing does. */
  readonly cancellation?: Pick<Cancellation, 'signal' | 'cancel'> | undefined;
  /** Nobody is to be asked, terminal or not: `--yes`. */
  readonly nobody?: boolean | undefined;
  /** Only warnings, failures and questions. */
  readonly quiet?: boolean | undefined;
  /** How commands are written here. */
  readonly form?: CommandForm | undefined;
  /** stderr unless a test says otherwise. */
  readonly stream?: ScreenStream | undefined;
}

/** The conversation, and the way for a program to use the terminal in its midst. */
export type LendingUi = Ui & { readonly lend: LendTerminal };

/** Opens the conversation on stderr. Standard input is not touched before the first question. */
export function openTerminal({
  env,
  clock,
  cancellation = noCancellation,
  nobody = false,
  quiet = false,
  form = plainForm,
  stream: given = stderr,
}: TerminalOptions): LendingUi {
  const stream = withoutSecretsOn(given);
  const style = styleFor(appearanceOf(env, screenFactsOf(stream, nodePlatform)));
  const restoration = new Restoration();
  const screen = new Screen(stream, style, restoration);
  const interactive = !nobody && isatty(0) && stream.isTTY === true;
  const keyboard = new Keyboard({
    input: () => process.stdin,
    write: (text) => screen.write(text),
    restoration,
    cancellation,
    bracketed: screen.animates,
    onDropped: () => screen.print(`${style.marks.warn} That was more than one line: only the first was taken.`),
    // Like the kernel's own Ctrl-Z: the whole group, or a shell would wait for the `git` that started us.
    stop: nodePlatform === 'win32' ? undefined : () => kill(0, 'SIGTSTP'),
  });
  return new Terminal({
    style,
    screen,
    clock,
    signal: cancellation.signal,
    quiet,
    form,
    interactive,
    asker: new Asker(keyboard, { screen, stream, style }),
  });
}

interface TerminalParts {
  readonly style: Style;
  readonly screen: Screen;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly quiet: boolean;
  readonly form: CommandForm;
  readonly interactive: boolean;
  readonly asker: Asker;
}

class Terminal implements LendingUi {
  readonly #style: Style;
  readonly #screen: Screen;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #quiet: boolean;
  readonly #form: CommandForm;
  readonly #asker: Asker;
  readonly interactive: boolean;

  constructor({ style, screen, clock, signal, quiet, form, interactive, asker }: TerminalParts) {
    this.#style = style;
    this.#screen = screen;
    this.#clock = clock;
    this.#signal = signal;
    this.#quiet = quiet;
    this.#form = form;
    this.#asker = asker;
    this.interactive = interactive;
  }

  async ask(prompt: Prompt): Promise<string> {
    if (!this.interactive)
      throw new Problem('usage', `Nobody is there to answer: ${prompt.message}`, {
        hint: 'Run the same command in a terminal, or give the answer as a flag.',
      });
    if (this.#signal.aborted) throw cancelled();
    return await this.#asker.ask(inWords(prompt, this.#form));
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

  async step<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
    let line: StepLine | undefined;
    try {
      const result = await untilCancelled(() => {
        line = new StepLine(title, this.#style, this.#quiet ? undefined : this.#screen);
        return work(line);
      }, this.#signal);
      line?.end('done');
      return result;
    } catch (error) {
      line?.end(this.#signal.aborted || isProblem(error, 'cancelled') ? undefined : 'fail');
      throw error;
    }
  }

  async countdown(title: string, until: Date): Promise<void> {
    const left = (): number => Math.ceil((until.getTime() - this.#clock.now().getTime()) / 1000);
    const say = (): string => this.#style.clean(`${title} ${Math.max(0, left())} s`);
    const screen = this.#quiet ? undefined : this.#screen;
    try {
      await untilCancelled(async () => {
        if (screen?.animates === true) screen.wait(say());
        else screen?.print(this.#style.prose(say()));
        while (left() > 0) {
          const milliseconds = until.getTime() - this.#clock.now().getTime();
          await this.#clock.sleep(milliseconds % 1000 === 0 ? 1000 : milliseconds % 1000, this.#signal);
          if (screen?.animates === true) screen.update(say());
        }
      }, this.#signal);
    } finally {
      if (screen?.animates === true) screen.settle();
    }
  }

  readonly lend: LendTerminal = async (work) => {
    this.#screen.stand();
    try {
      return await work();
    } finally {
      this.#screen.resume();
    }
  };

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
