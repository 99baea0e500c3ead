/** The sandbox's own idea of what time it is: the machine's, moved by an offset that tests choose. */
export class SandboxClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /** How far the sandbox is ahead of this machine, in milliseconds. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Puts the sandbox ahead of this machine (or behind, if negative). */
  setOffset(milliseconds: number): void {
    this.#offsetMs = milliseconds;
  }

  advance(milliseconds: number): void {
    this.#offsetMs += milliseconds;
  }
}
