import type { House } from '../core/ports/house.js';
import { isProblem } from '../core/problem.js';
import type { Rooms } from './rooms.js';

/** What became of a sign-in that is not wanted any more. */
export type Ending = 'none' | 'revoked' | 'forgotten';

/**
 * Ends the sign-in at an identity provider that is kept for a profile: revoked where the provider can and answers, and
 * forgotten in any case. Source: RFC 7009.
 */
export async function endSignIn(profile: string, { openid, signal }: Pick<House, 'openid' | 'signal'>, { tokens }: Pick<Rooms, 'tokens'>): Promise<Ending> {
  const kept = await tokens.read(profile);
  if (!kept) return 'none';
  const isRevoked = await revoke(kept.issuer).catch((error: unknown) => {
    if (isProblem(error) && error.kind !== 'cancelled') return false;
    throw error;
  });
  await tokens.write(profile, undefined);
  return isRevoked ? 'revoked' : 'forgotten';

  async function revoke(issuer: string): Promise<boolean> {
    const provider = await openid.discover(issuer, { signal });
    return kept ? await (await openid.relyingParty(provider, kept, { signal })).revoke(kept.refreshToken) : false;
  }
}
