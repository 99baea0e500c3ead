/** Time, as a thing that is passed in. */
export interface Clock {
  now(): Date;
  /** Waits; rejects when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
