import * as oauth from 'oauth4webapi';
import { isSameIssuer } from '../../aws/cognito/user-pool.js';
import type { OpenIdProvider } from '../../core/ports/openid.js';
import { Problem, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { isConfidential, requestOptions } from './library.js';
import type { ProviderConnection } from './provider-connection.js';

/**
 * What a provider announces of itself.
 * @param issuer its address; a slash at its end may be there or not
 * @throws Problem `usage` where no provider of that name is there, Problem `network` where nobody answers
 */
export async function discover(
  connection: ProviderConnection,
  issuer: string,
  signal?: AbortSignal,
): Promise<OpenIdProvider> {
  const url = new URL(issuer);
  let announced: oauth.AuthorizationServer;
  try {
    const response = await oauth.discoveryRequest(url, requestOptions(connection, url, signal));
    announced = await oauth.processDiscoveryResponse(await nameOf(response, url), response);
  } catch (error) {
    throw isProblem(error) ? error : notAProvider(url, error);
  }
  return providerFrom(announced, url);
}

/**
 * Administrators write the issuer with a slash at its end or without, or a Cognito user pool's other one; which it is,
 * the provider knows.
 */
async function nameOf(response: Response, asked: URL): Promise<URL> {
  const { issuer } = (await response
    .clone()
    .json()
    .catch(() => ({}))) as { issuer?: unknown };
  const announced = typeof issuer === 'string' && URL.canParse(issuer) ? new URL(issuer) : asked;
  return isSameIssuer(bare(announced), bare(asked)) ? announced : asked;
}

function bare(url: URL): string {
  return url.href.replace(/\/$/, '');
}

function providerFrom(as: oauth.AuthorizationServer, asked: URL): OpenIdProvider {
  const provider: OpenIdProvider = {
    issuer: as.issuer,
    authorizationEndpoint: as.authorization_endpoint,
    tokenEndpoint: as.token_endpoint,
    deviceAuthorizationEndpoint: as.device_authorization_endpoint,
    revocationEndpoint: as.revocation_endpoint,
    scopes: as.scopes_supported,
    clientAuthentication: as.token_endpoint_auth_methods_supported,
    signingAlgorithms: as.id_token_signing_alg_values_supported,
    namesItself: as.authorization_response_iss_parameter_supported,
  };
  const endpoints = [
    provider.authorizationEndpoint,
    provider.tokenEndpoint,
    provider.deviceAuthorizationEndpoint,
    provider.revocationEndpoint,
  ].filter((one) => one !== undefined);
  const isSafe = endpoints.every((endpoint) => URL.canParse(endpoint) && isConfidential(new URL(endpoint)));
  if (provider.tokenEndpoint === undefined || !isSafe) throw notAProvider(asked, undefined);
  return provider;
}

const hint = 'The issuer is the address that stands in IAM under "Identity providers"; your administrator knows it.';

function notAProvider(url: URL, cause: unknown): Problem {
  const at = printable(url.href.replace(/\/$/, ''), 200);
  const announced = announcedInstead(cause);
  const message =
    announced === undefined
      ? `There is no OpenID provider at ${at}.`
      : `The provider at ${at} calls itself ${printable(announced, 200)}.`;
  return new Problem('usage', message, {
    hint: announced === undefined ? hint : `Give that name with --issuer if it is the one in IAM. ${hint}`,
    question: 'issuer',
    cause,
  });
}

function announcedInstead(error: unknown): string | undefined {
  if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.JSON_ATTRIBUTE_COMPARISON)
    return undefined;
  const { body } = error.cause as { readonly body?: { readonly issuer?: unknown } };
  return typeof body?.issuer === 'string' ? body.issuer : undefined;
}
