import { randomBytes } from 'node:crypto';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function pick(alphabet: string, length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}

/**
 * A unique id with AWS's prefix: `AKIA` long-term key, `ASIA` temporary key, `AIDA` user, `AROA` role.
 * Source: IAM user guide, "IAM identifiers".
 */
export function uniqueId(prefix: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA'): string {
  return prefix + pick(base32, 16);
}

/** A secret access key: 40 characters, always with a `/` and a `+` in it, which careless tools break on. */
export function secretAccessKey(): string {
  return `${pick(base64, 18)}/+${pick(base64, 20)}`;
}

/** A session token as STS gives it: long, base64, with every character base64 has. */
export function sessionToken(): string {
  return `IQoJb3JpZ2luX2VjE${pick(base64, 7)}//////////wEaCXVzLWVhc3QtMSJHMEUC${pick(base64, 603)}+/==`;
}
