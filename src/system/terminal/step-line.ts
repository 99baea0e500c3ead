import type { Progress } from '../../core/ports/ui.js';
import { hang } from './lines.js';
import type { Screen, Waiting } from './screen.js';
import type { Style } from './style.js';

/** The line of one step: a spinner that becomes its mark; where nothing can be drawn again, a line before and after. */
export class StepLine implements Progress {
  readonly #style: Style;
  readonly #screen: Screen | undefined;
  readonly #waiting: Waiting | undefined;
  #title: string;
  #result: string | undefined;

  /** @param hint stands behind the title while it is waited */
  constructor(title: string, style: Style, screen: Screen | undefined, hint = '') {
    this.#title = title;
    this.#style = style;
    this.#screen = screen;
    this.#waiting = screen?.wait(this.#text(title), hint);
    if (screen?.animates === false) screen.print(this.#text(`${title}…`));
  }

  update(title: string): void {
    this.#title = title;
    this.#waiting?.update(this.#text(title));
  }

  done(text: string): void {
    this.#result = text;
  }

  /** @param mark undefined where there is nothing more to say of it */
  end(mark: 'done' | 'fail' | undefined): void {
    if (this.#screen === undefined) return;
    const { animates } = this.#screen;
    this.#waiting?.settle();
    const text = (mark === 'done' ? this.#result : undefined) ?? (animates ? this.#title : undefined);
    if (mark !== undefined && text !== undefined)
      this.#screen.print(`${this.#style.marks[mark]} ${hang(this.#text(text), this.#screen.columns, '  ').slice(2)}`);
  }

  #text(text: string): string {
    return this.#style.prose(this.#style.clean(text));
  }
}
