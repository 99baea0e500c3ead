import { timestamp } from './signature-v4.js';

/**
 * AWS's error about a signature's age, or undefined if it is fresh.
 * @param signed the moment in the signature
 * @param minutes how far it may be off, either way
 */
export function skewError(signed: Date, now: Date, minutes: number): string | undefined {
  const oldest = new Date(now.getTime() - minutes * 60_000);
  const newest = new Date(now.getTime() + minutes * 60_000);
  if (signed < oldest)
    return (
      `Signature expired: ${timestamp(signed)} is now earlier than ${timestamp(oldest)} ` +
      `(${timestamp(now)} - ${minutes} min.)`
    );
  if (signed > newest)
    return (
      `Signature not yet current: ${timestamp(signed)} is still later than ${timestamp(newest)} ` +
      `(${timestamp(now)} + ${minutes} min.)`
    );
  return undefined;
}
