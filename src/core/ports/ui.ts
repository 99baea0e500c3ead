/** One line of a menu. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  /** A second line, shown while the choice is under the cursor. */
  readonly description?: string | undefined;
}

/** A question as the terminal shows it. `check` says why an answer cannot be taken, or nothing. */
export interface Prompt {
  readonly kind: 'text' | 'secret' | 'block' | 'choice' | 'search' | 'confirm';
  readonly message: string;
  readonly choices?: readonly Choice[] | undefined;
  /** What Enter alone means. For `confirm`: `yes` or `no`. */
  readonly suggestion?: string | undefined;
  /** A dim line below: an example, or where the answer comes from. */
  readonly note?: string | undefined;
  readonly check?: ((raw: string) => string | undefined) | undefined;
}

/** The conversation. Everything goes to stderr; stdout belongs to data. */
export interface Ui {
  /** Whether somebody is there to answer. */
  readonly interactive: boolean;
  /** Asks; `confirm` answers `yes` or `no`. Throws Problem `cancelled` on Ctrl-C. */
  ask(prompt: Prompt): Promise<string>;
  say(text: string): void;
  /** Like `say`, but marked as something to look at. */
  warn(text: string): void;
  /** Shows what is waited for while `work` runs, and that it is done. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** Standard output: data only, written at once. */
export interface DataOutput {
  readonly isTerminal: boolean;
  write(text: string): void;
}
