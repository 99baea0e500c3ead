import type { Flag, GivenFlags } from '../../core/interview/flag.js';
import { Problem } from '../../core/problem.js';
import { environmentNameOf, parseSwitch } from '../../core/interview/question.js';

/** One call of a command: its operands, and its flags wherever they were given. */
export class Invocation {
  readonly #given: GivenFlags;
  readonly #env: Readonly<Record<string, string | undefined>>;
  readonly #flags: ReadonlyMap<string, Flag>;

  constructor(
    readonly operands: readonly string[],
    given: GivenFlags,
    env: Readonly<Record<string, string | undefined>>,
    flags: readonly Flag[],
  ) {
    this.#given = given;
    this.#env = env;
    this.#flags = new Map(flags.map((flag) => [flag.name, flag]));
  }

  /** Every text a flag was given: on the command line, else by its environment name, one a line. */
  texts(name: string): readonly string[] | undefined {
    return this.#given[name] ?? this.#fromEnvironment(name);
  }

  /** The text of a flag that takes one value; the last one counts. */
  text(name: string): string | undefined {
    return this.texts(name)?.at(-1);
  }

  /** Whether a switch is on. */
  on(name: string): boolean {
    const text = this.text(name);
    if (text === undefined) return false;
    try {
      return parseSwitch(text);
    } catch (error) {
      throw new Problem('usage', `${environmentNameOf(name)} is a switch: give it 1 or 0.`, { cause: error });
    }
  }

  /** The text of a flag whose value is one of a few. */
  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.text(name);
    if (text === undefined || values.includes(text as T)) return text as T | undefined;
    throw new Problem('usage', `--${name} is one of ${values.join(', ')}.`);
  }

  /** Whether any of these flags was given. */
  saysAny(names: readonly string[]): boolean {
    return names.some((name) => this.texts(name) !== undefined);
  }

  /** The same call for other operands. */
  withOperands(operands: readonly string[]): Invocation {
    return new Invocation(operands, this.#given, this.#env, [...this.#flags.values()]);
  }

  #fromEnvironment(name: string): readonly string[] | undefined {
    const flag = this.#flags.get(name);
    const text = this.#env[environmentNameOf(name)];
    if (flag === undefined || text === undefined || (text === '' && flag.kind !== 'optional')) return undefined;
    return flag.repeatable === true ? text.split('\n') : [text];
  }
}
