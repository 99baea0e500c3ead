import * as oauth from 'oauth4webapi';
import type { OpenIdClient, OpenIdProvider } from '../../core/ports/openid.js';
import { isLoopback } from '../../core/text/loopback.js';
import type { FetchOptions } from '../network/fetch.js';
import type { ProviderConnection } from './provider-connection.js';

/** Clocks of different computers are hardly ever further apart, once the provider's `Date` is taken into account. */
const toleranceSeconds = 60;

/** How the library's requests go out. Plain HTTP is for providers on this very computer only. */
export function requestOptions(connection: ProviderConnection, url: URL, signal: AbortSignal | undefined) {
  return {
    [oauth.customFetch]: (href: string, options: FetchOptions) => connection.fetch(href, options),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the name warns of what is wanted here: a provider on loopback
    [oauth.allowInsecureRequests]: isLoopback(url.hostname),
    ...(signal && { signal }),
  };
}

/** Whether what is secret may go to an address: over TLS, or to this very computer. */
export function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** A provider as the library knows it. */
export function serverOf(provider: OpenIdProvider): oauth.AuthorizationServer {
  const facts = {
    issuer: provider.issuer,
    authorization_endpoint: provider.authorizationEndpoint,
    token_endpoint: provider.tokenEndpoint,
    device_authorization_endpoint: provider.deviceAuthorizationEndpoint,
    revocation_endpoint: provider.revocationEndpoint,
    id_token_signing_alg_values_supported: provider.signingAlgorithms,
    authorization_response_iss_parameter_supported: provider.namesItself,
  };
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as unknown as oauth.AuthorizationServer;
}

/** A client as the library knows it, with the provider's idea of what time it is. */
export function clientOf({ clientId }: OpenIdClient, connection: ProviderConnection): oauth.Client {
  return { client_id: clientId, [oauth.clockSkew]: connection.clockSkew(), [oauth.clockTolerance]: toleranceSeconds };
}

/**
 * The ways in which the client proves itself, the likeliest first: HTTP Basic where it is listed or nothing is, for
 * that every server must take; the secret in the form where only that is listed. The other one comes second, for some
 * endpoints take less than the provider lists. Source: RFC 6749, section 2.3.1; OpenID Connect Core 1.0, section 9;
 * OpenID Connect Discovery 1.0, section 3.
 */
export function authenticationsOf(
  { clientSecret }: OpenIdClient,
  { clientAuthentication: listed = [] }: OpenIdProvider,
): readonly oauth.ClientAuth[] {
  if (!clientSecret) return [oauth.None()];
  const [basic, form] = [oauth.ClientSecretBasic(clientSecret.reveal()), oauth.ClientSecretPost(clientSecret.reveal())];
  const isFormOnly = listed.includes('client_secret_post') && !listed.includes('client_secret_basic');
  return isFormOnly ? [form, basic] : [basic, form];
}
