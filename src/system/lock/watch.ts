import type { Holding } from './holding.js';
import { lifeOf } from './owner.js';

// An empty or cut lock file: a power cut, or a process between creating and filling it.
const unreadablePatienceMs = 2000;

/** Remembers how long it has watched each holding without a sign of life. */
export class Watch {
  readonly #seen = new Map<string, { pulse: string; watchedMs: number; at: number }>();

  constructor(readonly patienceMs: number) {}

  /** Whether a holding counts as dead: certainly, or because it was silent for longer than the patience. */
  isGone(file: string, holding: Holding): boolean {
    const life = holding.owner ? lifeOf(holding.owner) : 'unknown';
    if (life !== 'unknown') return life === 'dead';
    const now = performance.now();
    const before = this.#seen.get(file);
    const silent = before?.pulse === holding.pulse ? before : undefined;
    // A jump means that this machine slept, and perhaps the holder with it: such time does not count.
    const watchedMs = silent ? silent.watchedMs + Math.min(now - silent.at, 250) : 0;
    this.#seen.set(file, { pulse: holding.pulse, watchedMs, at: now });
    return (
      watchedMs > (holding.owner || holding.unseen ? this.patienceMs : Math.min(this.patienceMs, unreadablePatienceMs))
    );
  }
}
