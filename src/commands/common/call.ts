import type { Flag, GivenFlags } from '../../core/interview/flag.js';
import { Problem } from '../../core/problem.js';
import { environmentNameOf, parseSwitch } from '../../core/interview/question.js';
import type { FlagName } from '../../core/interview/question.js';
import type { CommonFlag } from './flags.js';

/** A flag whose value is one of a few, and what these are. */
type Choice = readonly [name: string, values: readonly string[]];

/** What a call can be asked for, by what its flags are. */
export interface Askable<Switch extends string = string, Value extends string = string, Of extends Choice = Choice> {
  readonly switch: Switch;
  readonly value: Value;
  readonly choice: Of;
}

/** What the flags of a table, and those of every command, can be asked for. */
export type AskableOf<F extends Flag> = Askable<
  Extract<F | CommonFlag, { kind: 'switch' }>['name'],
  Extract<F | CommonFlag, { kind: 'value' | 'optional' }>['name'],
  ChoiceOf<F>
>;

type ChoiceOf<F> = F extends { readonly name: infer Name; readonly values: infer Values }
  ? readonly [name: Name, values: Values] & Choice
  : never;

/** A call of the command whose table of flags this is. */
export type InvocationOf<F extends Flag> = Invocation<AskableOf<F>>;

/**
 * One call of a command: its operands, and its flags wherever they were given. Only what stands in the command's table
 * can be asked for, each flag as what it is.
 */
export class Invocation<in A extends Askable = AskableOf<never>> {
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
  texts(name: A['value'] | FlagName): readonly string[] | undefined {
    return this.#texts(name);
  }

  /** The text of a flag that takes one value; the last one counts. */
  text(name: A['value']): string | undefined {
    return this.#texts(name)?.at(-1);
  }

  /** Whether a switch is on. */
  on(name: A['switch'] | FlagName): boolean {
    const text = this.#texts(name)?.at(-1);
    if (text === undefined) return false;
    try {
      return parseSwitch(text);
    } catch (error) {
      throw new Problem('usage', `${environmentNameOf(name)} is a switch: give it 1 or 0.`, { cause: error });
    }
  }

  /** The text of a flag whose value is one of a few. */
  oneOf<C extends A['choice']>(...[name, values]: C): C[1][number] | undefined {
    const text = this.#texts(name)?.at(-1);
    if (text === undefined || values.includes(text)) return text;
    throw new Problem('usage', `--${name} is one of ${values.join(', ')}.`);
  }

  /** Whether any of these flags was given. */
  saysAny(names: readonly (A['switch'] | A['value'])[]): boolean {
    return names.some((name) => this.#texts(name) !== undefined);
  }

  /** The same call for other operands. */
  withOperands(operands: readonly string[]): Invocation<A> {
    return new Invocation(operands, this.#given, this.#env, [...this.#flags.values()]);
  }

  /** The same call, with one more flag given. */
  withFlag(name: string, text: string): Invocation<A> {
    return new Invocation(this.operands, { ...this.#given, [name]: [text] }, this.#env, [...this.#flags.values()]);
  }

  #texts(name: string): readonly string[] | undefined {
    return this.#given[name] ?? this.#fromEnvironment(name);
  }

  #fromEnvironment(name: string): readonly string[] | undefined {
    const flag = this.#flags.get(name);
    const text = this.#env[environmentNameOf(name)];
    if (flag === undefined || text === undefined || (text === '' && flag.kind !== 'optional')) return undefined;
    return flag.repeatable === true ? text.split('\n') : [text];
  }
}
