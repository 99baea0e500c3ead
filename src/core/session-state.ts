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
