import { inspect } from 'node:util';

/**
 * A value that must not be seen. It prints as `[secret]` in strings, JSON, `util.inspect` and error causes;
 * every place that really needs the text says `reveal()`, so that those places can be searched for.
 */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}
