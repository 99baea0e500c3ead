import type { MethodContext } from '../../core/method.js';
import type { KeptSignIn } from '../../core/ports/token-store.js';
import type { Secret } from '../../core/secret.js';

/** What vouches for somebody. */
export interface WebIdentity {
  readonly token: Secret;
  /** STS's `ProviderId`; undefined for OpenID Connect. */
  readonly providerId?: string | undefined;
  /** Its name in Cognito's `Logins`. */
  readonly login: string;
  /** What renews it without anybody, where it is new. */
  readonly signIn?: KeptSignIn | undefined;
  /** For the recipe. */
  readonly learned: Readonly<Record<string, string>>;
}

/** What a sign-in takes. */
export type WebIdentityContext = Pick<
  MethodContext,
  | 'ask'
  | 'aws'
  | 'browser'
  | 'clock'
  | 'openid'
  | 'profile'
  | 'settingsProfile'
  | 'readText'
  | 'isOfTeam'
  | 'localFacts'
  | 'region'
  | 'remembered'
  | 'signal'
  | 'tokens'
  | 'ui'
  | 'usedCodes'
>;

const signedIn = new WeakMap<WebIdentityContext, { readonly by: string; readonly identity: WebIdentity }>();

/**
 * One run signs somebody in once, however often what comes after it has to be tried again.
 * @param by the answers that make it another sign-in
 */
export async function signedInOnce(
  by: readonly unknown[],
  context: WebIdentityContext,
  signIn: () => Promise<WebIdentity>,
): Promise<WebIdentity> {
  const key = JSON.stringify(by);
  const known = signedIn.get(context);
  if (known?.by === key) return known.identity;
  const identity = await signIn();
  signedIn.set(context, { by: key, identity });
  return identity;
}

/** AWS does not take the token: the next one is a new one. */
export function forgetWebIdentity(context: WebIdentityContext): void {
  signedIn.delete(context);
}
