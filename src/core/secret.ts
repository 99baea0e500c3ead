// The credential helper and what it loads to renew a session are two bundles, and must know each other's.
const registry = Symbol.for('git-codecommit.secrets');

/** What `inspect.custom` of `node:util` is, which need not be loaded for it. Source: Node's documentation of it. */
const inspected = Symbol.for('nodejs.util.inspect.custom');

/** All texts that must not be said, in the order they came in. */
export function secretTexts(): ReadonlySet<string> {
  return registered();
}

/** Notes a text that must not be said, where a library has it as a plain one; `Secret`s do that by themselves. */
export function noteSecret(text: string): void {
  registered().add(text);
}

function registered(): Set<string> {
  const holder = globalThis as { [registry]?: Set<string> | undefined };
  return (holder[registry] ??= new Set());
}

/**
 * A value that must not be seen. It prints as `[secret]` in strings, JSON, `util.inspect` and error causes;
 * every place that really needs the text says `reveal()`, so that those places can be searched for.
 */
export class Secret {
  readonly #text: string;

  /**
   * @param unseen what of it must not be seen: all of it, unless a part is known to everybody, such as an access key
   * id; empty for none
   */
  constructor(text: string, unseen: string = text) {
    this.#text = text;
    noteSecret(unseen);
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

  [inspected](): string {
    return '[secret]';
  }
}
