import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/ports/clock.js';
import { cancelled } from '../core/problem.js';

// A timer of Node's counts to 2^31 - 1 milliseconds; a longer one would fire at once.
const longest = 2 ** 31 - 1;

/** The computer's own clock. @param always ends every sleep with a Problem `cancelled` */
export function openClock(always?: AbortSignal): Clock {
  return {
    now: () => new Date(),
    sleep: async (milliseconds, signal) => {
      const given = [always, signal].filter((one) => one !== undefined);
      const either = given.length === 0 ? undefined : AbortSignal.any(given);
      try {
        for (let left = Math.max(0, milliseconds); left > 0; left -= longest)
          await delay(Math.min(left, longest), undefined, { signal: either });
      } catch (error) {
        throw always?.aborted === true ? cancelled(error) : error;
      }
      if (always?.aborted === true) throw cancelled();
      signal?.throwIfAborted();
    },
  };
}

/** The computer's own clock, which nothing stops. */
export const systemClock: Clock = openClock();
