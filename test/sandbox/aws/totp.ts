import { createHmac } from 'node:crypto';

/** The length of one code's window. Source: RFC 6238, section 4.1. */
const stepSeconds = 30;

/** The number of the window that a moment lies in. */
export function totpCounter(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds);
}

/** The six-digit code of a window. Source: RFC 6238 over RFC 4226, section 5.3 (dynamic truncation), SHA-1. */
export function totpCode(secret: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
