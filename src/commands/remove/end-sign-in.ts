import { regionOfPool, userPoolOfIssuer } from '../../aws/cognito/user-pool.js';
import type { Ports } from '../../core/ports/ports.js';
import type { KeptSignIn } from '../../core/ports/token-store.js';
import { isProblem } from '../../core/problem.js';
import type { Stores } from '../../stores/stores.js';

/** What became of a sign-in that is not wanted any more. */
export type Ending = 'none' | 'revoked' | 'forgotten';

type EndSignInPorts = Pick<Ports, 'aws' | 'openid' | 'signal'>;

/**
 * Ends the sign-in at an identity provider that is kept for a profile: revoked where the provider can and answers, and
 * forgotten in any case. Source: RFC 7009; for user pools Amazon Cognito user pools API reference, RevokeToken.
 */
export async function endSignIn(
  profile: string,
  ports: EndSignInPorts,
  { tokens }: Pick<Stores, 'tokens'>,
): Promise<Ending> {
  const kept = await tokens.read(profile);
  if (!kept) return 'none';
  const isRevoked = await revoke(kept, profile, ports).catch((error: unknown) => {
    if (isProblem(error) && error.kind !== 'cancelled') return false;
    throw error;
  });
  await tokens.write(profile, undefined);
  return isRevoked ? 'revoked' : 'forgotten';
}

async function revoke(kept: KeptSignIn, profile: string, { aws, openid, signal }: EndSignInPorts): Promise<boolean> {
  const userPool = userPoolOfIssuer(kept.issuer);
  if (userPool !== undefined) {
    await (
      await aws.cognitoUserPool({ region: regionOfPool(userPool), profile, signal }, kept)
    ).revoke(kept.refreshToken);
    return true;
  }
  const provider = await openid.discover(kept.issuer, { signal });
  return await (await openid.relyingParty(provider, kept, { signal })).revoke(kept.refreshToken);
}
