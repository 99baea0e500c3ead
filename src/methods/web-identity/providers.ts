import type { WebIdentityProvider } from '../../aws/openid/tokens.js';
import type { OpenIdProvider } from '../../core/ports/openid.js';

/** What there is to know of a provider beforehand. */
export interface Preset {
  /** As people call it. */
  readonly name: string;
  /** Where it announces itself; undefined where the person says it, or where it announces nothing. */
  readonly issuer?: string | undefined;
  /** What others announce. */
  readonly metadata?: OpenIdProvider | undefined;
  /** How it vouches: a sign-in in the browser, a code that is confirmed in any browser, or a token that is brought. */
  readonly signIn: 'browser' | 'device' | 'paste';
  /** Whether its clients can also sign in by device code, where no browser is near. */
  readonly hasDeviceCode: boolean;
  /** STS's `ProviderId`; OpenID Connect has none. Source: STS API reference, AssumeRoleWithWebIdentity. */
  readonly stsProviderId?: string | undefined;
  /** Its name in Cognito's `Logins`; undefined: the issuer's address without the scheme. */
  readonly cognitoLogin?: string | undefined;
  /** Undefined: `openid`, and `offline_access` where that is announced. */
  readonly scope?: string | undefined;
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

export const presets: Readonly<Record<WebIdentityProvider, Preset>> = {
  oidc: { name: 'the identity provider', signIn: 'browser', hasDeviceCode: true },
  // Source: Google, "OAuth 2.0 for desktop apps"; a device code takes a client of another type.
  google: {
    name: 'Google',
    issuer: 'https://accounts.google.com',
    signIn: 'browser',
    hasDeviceCode: false,
    cognitoLogin: 'accounts.google.com',
    scope: 'openid email',
    parameters: { access_type: 'offline', prompt: 'consent' },
  },
  // Source: Login with Amazon, "Code-based linking"; redirects would have to be registered one by one.
  amazon: {
    name: 'Login with Amazon',
    metadata: {
      issuer: 'https://www.amazon.com',
      tokenEndpoint: 'https://api.amazon.com/auth/o2/token',
      deviceAuthorizationEndpoint: 'https://api.amazon.com/auth/o2/create/codepair',
      dialect: 'amazon',
    },
    signIn: 'device',
    hasDeviceCode: true,
    stsProviderId: 'www.amazon.com',
    cognitoLogin: 'www.amazon.com',
    scope: 'profile',
  },
  // Source: Facebook Login, "Manually build a login flow": redirects go to https addresses only.
  facebook: {
    name: 'Facebook',
    signIn: 'paste',
    hasDeviceCode: false,
    stsProviderId: 'graph.facebook.com',
    cognitoLogin: 'graph.facebook.com',
  },
};

/** Microsoft gives refresh tokens without it, and asks for an administrator where it is sent. */
const withoutConsent =
  /(^|\.)(login\.microsoftonline\.(com|us)|login\.partner\.microsoftonline\.cn|ciamlogin\.com|b2clogin\.com)$/;

/** What to ask a provider for. Source: OpenID Connect Core 1.0, section 11: `offline_access` takes `prompt=consent`. */
export function requestOf(
  preset: Preset,
  provider: OpenIdProvider,
  scope: string | undefined,
): { readonly scope: string; readonly parameters: Readonly<Record<string, string>> } {
  const announced = provider.scopes?.includes('offline_access') === true ? 'openid offline_access' : 'openid';
  const wanted = scope ?? preset.scope ?? announced;
  const takesConsent =
    wanted.split(' ').includes('offline_access') && !withoutConsent.test(new URL(provider.issuer).hostname);
  return { scope: wanted, parameters: preset.parameters ?? (takesConsent ? { prompt: 'consent' } : {}) };
}
