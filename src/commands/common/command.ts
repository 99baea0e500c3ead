import type { Text } from '../../core/advice/advice.js';
import type { Flag } from '../../core/interview/flag.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Askable, AskableOf, Invocation } from './call.js';

/** One word the user types. Help, completion and the manual are made from this table. */
export interface Command<A extends Askable = Askable> {
  readonly name: string;
  /** One line, without a full stop. */
  readonly summary: string;
  /** What stands behind the name: `[PROFILE]`. */
  readonly operands: string;
  /** The most operands it takes. */
  readonly most: number;
  /** A few sentences for `help`. */
  readonly about: Text;
  readonly flags: readonly Flag[];
  /** Returns the exit code, 0 where it returns nothing; throws Problems. */
  readonly run: (invocation: Invocation<A>, ports: Ports) => Promise<number | undefined>;
}

/** A command whose table of flags is known: it asks for nothing else. */
export interface CommandOf<F extends Flag> extends Command<AskableOf<F>> {
  readonly flags: readonly F[];
}
