import { joined, sentence } from '../core/advice/advice.js';
import { setUp } from '../core/advice/own-commands.js';
import { parseArn } from './arns.js';

/** What an MFA serial number stands for. Only the first two show codes that STS can take. */
export type MfaKind = 'virtual' | 'hardware' | 'fido' | 'other';

/**
 * Tells an MFA device by its serial: `arn:…:mfa/NAME` is an app, `GAHT12345678` a token with a display, and
 * `arn:…:u2f/…` a security key or passkey.
 * Source: IAM user guide, "Secure API access with MFA": FIDO security keys cannot be used for API calls.
 */
export function mfaKind(serial: string): MfaKind {
  const arn = parseArn(serial);
  if (!arn) return /^[A-Za-z0-9_+=,.@-]{9,256}$/.test(serial) ? 'hardware' : 'other';
  if (arn.service !== 'iam') return 'other';
  if (arn.resource.startsWith('mfa/')) return 'virtual';
  return arn.resource.startsWith('u2f/') ? 'fido' : 'other';
}

/** Whether a code from this device can be sent to STS. */
export function canUseWithSts(serial: string): boolean {
  const kind = mfaKind(serial);
  return kind === 'virtual' || kind === 'hardware';
}

/** The answer of somebody who uses no MFA device, where a serial number is asked for. */
export const noMfa = 'none';

/** The device that an answer names; undefined for `none`. */
export function deviceOf(answer: string | undefined): string | undefined {
  return answer === noMfa ? undefined : answer;
}

/** How a device is shown in a menu: the name its owner gave it, and what it is. */
export function describeMfa(serial: string): string {
  const name = parseArn(serial)?.resource.split('/').slice(1).join('/') ?? serial;
  const kinds: Readonly<Record<MfaKind, string>> = {
    virtual: 'app',
    hardware: 'token',
    fido: 'security key or passkey',
    other: 'device',
  };
  return `${name} (${kinds[mfaKind(serial)]})`;
}

/** What to tell somebody whose devices all are security keys or passkeys. */
export const fidoAdvice = {
  message: 'AWS takes no security keys or passkeys here: its API wants a six-digit code.',
  hint: joined([
    'Add an authenticator app as a second MFA device in the AWS console (IAM, your user, Security credentials), or sign',
    sentence`in with IAM Identity Center, which takes security keys: ${setUp('method', 'identity-center')}`,
  ]),
} as const;
