import type { Credentials } from './credentials.js';

/** How much a session has left. */
export type SessionState = 'valid' | 'expiring' | 'expired' | 'unknown';

/** Less left than this, in seconds, is expiring: worth new credentials before work is begun. */
export const expiringSeconds = 15 * 60;

/** The state of a session by its end; unknown where the end is. */
export function stateOf(expiration: Date | undefined, now: Date): SessionState {
  if (expiration === undefined) return 'unknown';
  const left = (expiration.getTime() - now.getTime()) / 1000;
  if (left <= 0) return 'expired';
  return left < expiringSeconds ? 'expiring' : 'valid';
}

/** How many seconds a session has that was begun now, to the minute; undefined where its end is not known. */
export function sessionSeconds(expiration: Date | undefined, now: Date): number | undefined {
  if (expiration === undefined) return undefined;
  const minutes = Math.round((expiration.getTime() - now.getTime()) / 60_000);
  return minutes > 0 ? minutes * 60 : undefined;
}

/** Less left than this, in seconds, and what is about to be used is renewed first, where it can be. */
export const renewalSeconds = 5 * 60;

/**
 * Whether a session or a token has more than `margin` seconds left; what ends at no known time is taken to be good.
 * @param margin the time its use may take
 */
export function outlasts(expiration: Date | undefined, now: Date, margin: number = renewalSeconds): boolean {
  return expiration === undefined || expiration.getTime() - now.getTime() > margin * 1000;
}

/**
 * Whether Git can be answered with these keys without a renewal.
 * @param dead an access key id that AWS takes no more
 */
export function isFresh({ accessKeyId, expiration }: Credentials, now: Date, dead: string | undefined): boolean {
  return accessKeyId !== dead && outlasts(expiration, now);
}
