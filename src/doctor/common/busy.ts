import { Problem } from '../../core/problem.js';

/** A service answers, and says that it cannot now: nothing is learned of the credentials, nor of the way there. */
export class Busy extends Problem {
  constructor(message: string) {
    super('network', message, { hint: 'Try again in a minute.' });
  }
}
