import type { Text } from './advice/advice.js';
import { Problem } from './problem.js';

/**
 * The answers belong to another way of signing in: long-term keys where temporary ones were wanted, an access portal's
 * address where a SAML page was. A person is offered the others; a script is told.
 */
export class OtherMethod extends Problem {
  constructor(
    message: string,
    /** The methods that fit, best first. */
    readonly methods: readonly string[],
    /** Answers that stay valid there, parsed. */
    readonly answers: Readonly<Record<string, unknown>>,
    hint: Text,
  ) {
    super('usage', message, { hint });
  }
}
