import { randomBytes } from 'node:crypto';
import type { SandboxClock } from '../clock.js';
import { totpCode, totpCounter } from './totp.js';

/** `totp` is an authenticator app, `hardware` a token with a plain serial number, `fido` a security key or passkey. */
export type MfaKind = 'totp' | 'hardware' | 'fido';

/** An MFA device of an IAM user. */
export class MfaDevice {
  readonly #secret = randomBytes(20);
  #lastUsed = -1;

  constructor(
    readonly kind: MfaKind,
    readonly serialNumber: string,
    readonly enableDate: Date,
    readonly clock: Pick<SandboxClock, 'now'>,
  ) {}

  /** The code on the device's display now. */
  code(): string {
    if (this.kind === 'fido') throw new Error('a FIDO device shows no codes');
    return totpCode(this.#secret, totpCounter(this.clock.now()));
  }

  /** Until the display changes, in milliseconds. */
  millisecondsLeft(): number {
    return 30_000 - (this.clock.now().getTime() % 30_000);
  }

  /** A code that is certainly wrong now. */
  wrongCode(): string {
    const right = this.#acceptable().map((counter) => totpCode(this.#secret, counter));
    return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '444444';
  }

  /** Takes a code, if it is right and neither it nor a later one was taken before: a code is good once. */
  accept(code: string): boolean {
    if (this.kind === 'fido') return false;
    const counter = this.#acceptable().find((candidate) => totpCode(this.#secret, candidate) === code);
    if (counter === undefined || counter <= this.#lastUsed) return false;
    this.#lastUsed = counter;
    return true;
  }

  // One window either way, for clocks that differ a little. Source: RFC 6238, section 5.2.
  #acceptable(): number[] {
    const now = totpCounter(this.clock.now());
    return [now - 1, now, now + 1];
  }
}
