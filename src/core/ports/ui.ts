import type { Text } from '../advice/advice.js';

/** One line of a menu. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  /** A second line, shown while the choice is under the cursor. */
  readonly description?: Text | undefined;
}

/** A question as the terminal shows it. `check` says why an answer cannot be taken, or nothing. */
export interface Prompt {
  /** `secret` and `block` (several lines, pasted) are never shown. */
  readonly kind: 'text' | 'secret' | 'block' | 'choice' | 'search' | 'confirm';
  readonly message: string;
  readonly choices?: readonly Choice[] | undefined;
  /** What Enter alone means. For `confirm`: `yes` or `no` (`no` where nothing is suggested). */
  readonly suggestion?: string | undefined;
  /** A dim line below: an example, or where the answer comes from. */
  readonly note?: Text | undefined;
  /** Sees the answer without the blanks around it. */
  readonly check?: ((raw: string) => Text | undefined) | undefined;
  /**
   * For `text`: the answer may have several lines, with `\n` between them. A paste of several is one answer, and is not
   * shown but counted; a terminal that does not mark pastes sends lines, which end at an empty one.
   */
  readonly severalLines?: boolean | undefined;
  /** For `text`: whether what is typed must not stay on the screen: a key in the wrong place. */
  readonly hides?: ((raw: string) => boolean) | undefined;
  /** For `block`: whether this is all of it, so that no empty line is needed to end it. */
  readonly isComplete?: ((text: string) => boolean) | undefined;
  /** The answer may be a path, which may be written as terminals write what is dragged onto them. */
  readonly isPath?: boolean | undefined;
  /** Whether there is a question before, to which Esc leads, or a line `<` where prompts are lines. */
  readonly back?: boolean | undefined;
}

/** What a line reports: something done, something to look at, something that failed, something left out. */
export type Mark = 'done' | 'warn' | 'fail' | 'skip';

/** How a step that is under way shows itself. */
export interface Progress {
  /** Changes what is said to be waited for. */
  update(title: string): void;
  /** What the line says when the step is done, in place of its title. */
  done(text: string): void;
}

/** How a step can be left before its end. */
export interface StepOptions {
  /** Whether nothing is lost where it is left: `work` ends when its `stop` aborts. */
  readonly canBeLeft?: boolean | undefined;
  /** The answer may be a path, which may be written as terminals write what is dragged onto them. */
  readonly isPath?: boolean | undefined;
  /** Whether there is a question before, to which Esc leads. */
  readonly back?: boolean | undefined;
}

/**
 * The conversation. Everything goes to stderr; stdout belongs to data. Words between backticks are commands or names to
 * type, and stand out; advice is written as it is typed in the user's shell; long lines are broken at blanks, but never inside backticks. Whatever could harm a terminal is
 * made visible.
 */
export interface Ui {
  /** Whether somebody is there to answer. */
  readonly interactive: boolean;
  /**
   * Asks; `confirm` answers `yes` or `no`. Throws Problem `cancelled` on Ctrl-C, and GoBack where the prompt offers the
   * way back and the person takes it.
   */
  ask(prompt: Prompt): Promise<string>;
  say(text: Text): void;
  /** Like `say`, but marked as something to look at; shown even when quiet. */
  warn(text: Text): void;
  /** An aside: dim. */
  note(text: Text): void;
  /** Opens a part of the conversation. */
  heading(text: string): void;
  /** A line with its mark in front, and dim details behind or below it. `warn` and `fail` are shown even when quiet. */
  mark(mark: Mark, text: Text, detail?: Text): void;
  /** Text to be copied: as it is, in lines of any length. */
  show(text: Text): void;
  /** Aligned columns; on a narrow terminal one below the other. */
  table(rows: readonly (readonly Text[])[], options?: { readonly head?: readonly string[] | undefined }): void;
  /**
   * A small bar for how much of something is left, for use in a line or a cell; empty for who listens. `fraction` is 0
   * to 1.
   */
  bar(fraction: number): string;
  /**
   * Shows what is waited for while `work` runs, and that it is done. `work` must not let a program talk on the same
   * terminal. On Ctrl-C it throws what `work` does, which listens to the same signal, and Problem `cancelled` if it goes
   * on. Where the step can be left, and there is a question before, Esc ends it as well, with GoBack.
   */
  step<T>(
    title: string,
    work: (progress: Progress, stop: AbortSignal) => Promise<T>,
    options?: StepOptions,
  ): Promise<T>;
  /** Waits until a moment while the seconds run down: `Next code in 14 s`. Throws Problem `cancelled` on Ctrl-C. */
  countdown(title: string, until: Date): Promise<void>;
}

/** Standard output: data only, written at once. */
export interface DataOutput {
  readonly isTerminal: boolean;
  write(text: string): void;
}
