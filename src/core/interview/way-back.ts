import { plainText } from '../advice/say.js';
import type { Text } from '../advice/advice.js';
import type { Prompt, Ui } from '../ports/ui.js';

/** What is known of an interview's way back. */
export interface WayBackFacts {
  /** Whether a person has answered something that can be gone back to. */
  readonly mayGoBack: boolean;
}

/**
 * A conversation in which every question, whoever puts it, offers the way back while there is one. After somebody has
 * gone back, what leads the conversation runs from its beginning: until the next question, what was said is not said
 * again.
 */
export class WayBack {
  readonly ui: Ui;
  readonly #said = new Set<string>();
  #isRepeating = false;

  constructor(ui: Ui, facts: () => WayBackFacts) {
    const once =
      (say: (text: Text) => void) =>
      (text: Text): void => {
        const words = plainText(text);
        if (this.#isRepeating && this.#said.has(words)) return;
        this.#said.add(words);
        say(text);
      };
    this.ui = {
      interactive: ui.interactive,
      ask: (prompt: Prompt) => {
        this.#isRepeating = false;
        return ui.ask({ ...prompt, back: prompt.back ?? facts().mayGoBack });
      },
      say: once((text) => ui.say(text)),
      warn: once((text) => ui.warn(text)),
      note: once((text) => ui.note(text)),
      heading: (text) => ui.heading(text),
      mark: (mark, text, detail) => ui.mark(mark, text, detail),
      show: (text) => ui.show(text),
      table: (rows, options) => ui.table(rows, options),
      bar: (fraction) => ui.bar(fraction),
      step: (title, work, options) => ui.step(title, work, { ...options, back: options?.back ?? facts().mayGoBack }),
      countdown: (title, until) => ui.countdown(title, until),
    };
  }

  /** The conversation is led from its beginning once more. */
  repeat(): void {
    this.#isRepeating = true;
  }
}
