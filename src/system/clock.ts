import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/ports/clock.js';

// A timer of Node's counts to 2^31 - 1 milliseconds; a longer one would fire at once.
const longest = 2 ** 31 - 1;

/** The computer's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    for (let left = Math.max(0, milliseconds); left > 0; left -= longest) {
      await delay(Math.min(left, longest), undefined, { signal });
    }
    signal?.throwIfAborted();
  },
};
