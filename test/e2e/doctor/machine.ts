import type { Variables } from '../../helpers/environment.js';
import type { Bench, Way } from './bench.js';

/** A machine that is broken in one way. */
export interface Broken {
  /** The id of the check that has to name it first. */
  readonly cause: string;
  /** What the finding has to say. */
  readonly says: RegExp;
  /** A warning may break Git, or other tools, later; without it, Git fails now. */
  readonly level?: 'warn';
  readonly setUp?: Way;
  /** Programs that this needs besides Node and Git. */
  readonly needs?: readonly string[];
  readonly breakIt: (bench: Bench) => unknown;
  /** Variables of the broken shell. */
  readonly env?: (bench: Bench) => Variables;
  /** Of a warning: shows what may happen. Of a failure: how it shows where it is not `git fetch` that fails. */
  readonly shows?: (bench: Bench, env: Variables) => Promise<unknown>;
  /** What only a person, or another one, can do; before the command that was named, if one was. */
  readonly person?: (bench: Bench) => unknown;
  /** Words behind the named command that only a person has. */
  readonly words?: (bench: Bench) => readonly string[];
  /** Variables of the shell in which it was fixed, where the broken ones were the fault. */
  readonly fixedEnv?: (bench: Bench) => Variables;
}

export type Machines = Readonly<Record<string, Broken>>;
