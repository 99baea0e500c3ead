import { Writable } from 'node:stream';

/** Keeps what is said until it is known whether it may be shown. */
export class HeldStream extends Writable {
  #said = '';

  override _write(chunk: string | Uint8Array, _encoding: unknown, done: () => void): void {
    this.#said += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    done();
  }

  /** What was said, which is not kept any longer. */
  take(): string {
    const said = this.#said;
    this.#said = '';
    return said;
  }
}
