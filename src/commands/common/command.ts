import type { Text } from '../../core/advice/advice.js';
import type { Example } from '../../core/advice/example.js';
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
  /** Those of them that only one way to sign in asks for: help shows them by `--method`. */
  readonly methodFlags?: readonly Flag[] | undefined;
  /** Calls as people type them, the commonest first. */
  readonly examples: readonly Example[];
  /** Returns the exit code, 0 where it returns nothing; throws Problems. */
  readonly run: (invocation: Invocation<A>, ports: Ports) => Promise<number | undefined>;
}

/** A command whose table of flags is known: it asks for nothing else. */
export interface CommandOf<F extends Flag> extends Command<AskableOf<F>> {
  readonly flags: readonly F[];
}
