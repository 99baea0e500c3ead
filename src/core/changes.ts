import { sentence } from './advice/advice.js';
import type { Text } from './advice/advice.js';

/** What a command has changed so far: whoever stops it is told what stands, and how it is taken back. */
export class Changes {
  readonly #made = new Map<Text, Text | undefined>();
  readonly #files = new Set<string>();

  /**
   * @param change a part of a sentence: `profile dev is written`
   * @param hint what takes it back, or completes it, as advice; undefined where there is nothing to do
   */
  note(change: Text, hint?: Text): void {
    this.#made.set(change, hint);
  }

  /**
   * Notes a change of several parts: as begun while it is made, and as done afterwards.
   * @param what as in a sentence: `the removal of profile dev`
   * @param done as for `note`
   * @param hint what takes it back or completes it while it is only begun
   */
  async making<T>(what: Text, done: Text, hint: Text | undefined, work: () => Promise<T>): Promise<T> {
    const begun = sentence`${what} has begun`;
    this.note(begun, hint);
    const result = await work();
    this.#made.delete(begun);
    this.note(done);
    return result;
  }

  /** A file was changed, which counts where nothing better is known of what that was for. */
  noteFile(path: string): void {
    this.#files.add(path);
  }

  /** The changes, in order. */
  get made(): readonly Text[] {
    return this.#made.size > 0 ? [...this.#made.keys()] : [...this.#files].map((path) => `${path} was changed`);
  }

  /** The last of the hints. */
  get hint(): Text | undefined {
    return [...this.#made.values()].findLast((hint) => hint !== undefined);
  }
}
