import { isSameIssuer } from '../../aws/cognito/user-pool.js';
import type { MethodContext } from '../../core/method.js';
import type { OpenIdClient, OpenIdTokens } from '../../core/ports/openid.js';
import type { KeptSignIn } from '../../core/ports/token-store.js';
import { tryToKeep } from '../../core/try-to-keep.js';
import { sayUnkeptSignIn } from '../common/unkept-sign-in.js';

/**
 * New tokens by the sign-in that is kept for the profile, under its lock: a refresh token that is good once is read,
 * used and replaced by one process at a time.
 * @param client whose sign-in is wanted: a token of another provider or client is sent to no one
 * @param refresh exchanges the token; undefined where it is no longer taken
 * @returns undefined where somebody has to sign in
 */
export async function renewed(
  client: OpenIdClient & { readonly issuer: string },
  refresh: (kept: KeptSignIn) => Promise<OpenIdTokens | undefined>,
  { profile, tokens, ui }: Pick<MethodContext, 'profile' | 'tokens' | 'ui'>,
): Promise<OpenIdTokens | undefined> {
  // The lock leaves its folder behind, which somebody who never signed in shall not find.
  if (profile === undefined || !isOf(client, await tokens.read(profile))) return undefined;
  return await tokens.withLock(profile, async () => {
    const kept = await tokens.read(profile);
    if (!isOf(client, kept)) return undefined;
    const own = { ...kept, clientSecret: client.clientSecret ?? kept.clientSecret };
    const fresh = await refresh(own);
    // One that is no longer taken does no harm where it cannot be removed.
    if (!fresh) await tryToKeep(() => tokens.write(profile, undefined));
    const refreshToken = fresh?.refreshToken;
    const unkept = refreshToken && (await tryToKeep(() => tokens.write(profile, { ...own, refreshToken })));
    if (unkept) ui.warn(sayUnkeptSignIn(unkept));
    return fresh;
  });
}

function isOf(
  { issuer, clientId }: OpenIdClient & { readonly issuer: string },
  kept: KeptSignIn | undefined,
): kept is KeptSignIn {
  return kept !== undefined && isSameIssuer(kept.issuer, issuer) && kept.clientId === clientId;
}
