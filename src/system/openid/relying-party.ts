import * as oauth from 'oauth4webapi';
import { isSameIssuer, userPoolOfIssuer } from '../../aws/cognito/user-pool.js';
import { describeToken } from '../../aws/openid/tokens.js';
import type {
  Authorization,
  DeviceSignIn,
  OpenIdClient,
  OpenIdProvider,
  OpenIdTokens,
  RelyingParty,
} from '../../core/ports/openid.js';
import { lifetime, pollingInterval } from '../../aws/openid/lifetimes.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Secret, noteSecret } from '../../core/secret.js';
import { authorizationRequest } from './authorization-request.js';
import { errorCode, explained } from './explain.js';
import { authenticationsOf, clientOf, isConfidential, requestOptions, serverOf } from './library.js';
import type { ProviderConnection } from './provider-connection.js';
import { readableRefusal } from './refusal.js';

type Proven = <T>(work: (authentication: oauth.ClientAuth) => Promise<T>) => Promise<T>;

/** Everything that each of the calls below takes. */
interface Party {
  readonly connection: ProviderConnection;
  readonly provider: OpenIdProvider;
  readonly as: oauth.AuthorizationServer;
  /** Does what the client must prove itself for. */
  readonly proven: Proven;
  /** Made anew for each answer: by then the provider's clock is known. */
  readonly client: () => oauth.Client;
  readonly options: ReturnType<typeof requestOptions>;
}

/** A client of a provider. */
export function relyingParty(
  connection: ProviderConnection,
  provider: OpenIdProvider,
  client: OpenIdClient,
  signal?: AbortSignal,
): RelyingParty {
  const party: Party = {
    connection,
    provider,
    as: serverOf(provider),
    proven: provenBy(authenticationsOf(client, provider)),
    client: () => clientOf(client, connection),
    options: requestOptions(readingRefusals(connection), new URL(provider.issuer), signal),
  };
  return {
    authorization: (input) => authorization(party, input),
    device: (scope) => told(party, () => deviceSignIn(party, scope)),
    refresh: (token) => told(party, () => refresh(party, token)),
    revoke: (token) => told(party, () => revoke(party, token)),
  };
}

function readingRefusals(connection: ProviderConnection): ProviderConnection {
  return { ...connection, fetch: async (url, options) => readableRefusal(await connection.fetch(url, options)) };
}

/**
 * Tries the ways in which a client can prove itself, one after another as long as the provider says `invalid_client`,
 * and begins with the one that was taken last: an endpoint may take another one than the others. Where it takes none,
 * the first refusal is thrown.
 */
function provenBy(authentications: readonly oauth.ClientAuth[]): Proven {
  let ways = authentications;
  return async (work) => {
    let first: unknown;
    for (const way of ways) {
      const prefer = (): void => {
        ways = [way, ...authentications.filter((other) => other !== way)];
      };
      try {
        const done = await work(way);
        prefer();
        return done;
      } catch (error) {
        if (errorCode(error) !== 'invalid_client') {
          // Whatever else it says, it says to a client that it knows.
          if (errorCode(error) !== undefined) prefer();
          throw error;
        }
        first ??= error;
      }
    }
    throw first;
  };
}

async function authorization(
  party: Party,
  { redirectUri, scope, parameters }: Parameters<RelyingParty['authorization']>[0],
): Promise<Authorization> {
  if (party.provider.authorizationEndpoint === undefined)
    throw new Problem('aws', 'This provider has no sign-in page for browsers.', { hint: 'Try --no-browser.' });
  const nonce = oauth.generateRandomNonce();
  const { url, verifier, answer } = await authorizationRequest(
    new URL(party.provider.authorizationEndpoint),
    party.as,
    party.client,
    { redirect_uri: redirectUri, scope, nonce, ...parameters },
  );
  return {
    url,
    accept(query) {
      const parameters = toldAtOnce(party, () => answer(query));
      return () =>
        told(party, () =>
          party.proven(async (authentication) => {
            const response = await oauth.authorizationCodeGrantRequest(
              party.as,
              party.client(),
              authentication,
              parameters,
              redirectUri,
              verifier,
              party.options,
            );
            return tokensFrom(
              await oauth.processAuthorizationCodeResponse(
                await serverBehind(response, party),
                party.client(),
                response,
                {
                  expectedNonce: nonce,
                  requireIdToken: true,
                },
              ),
            );
          }),
        );
    },
  };
}

/** RFC 8628 has no PKCE, and not everybody takes it here; Keycloak wants it of clients that are set up for it. */
async function deviceSignIn(party: Party, scope: string): Promise<DeviceSignIn> {
  try {
    return await deviceSignInWith(party, scope);
  } catch (error) {
    if (!(error instanceof oauth.ResponseBodyError && error.error_description?.includes('code_challenge') === true))
      throw error;
    return await deviceSignInWith(party, scope, oauth.generateRandomCodeVerifier());
  }
}

async function deviceSignInWith(party: Party, scope: string, verifier?: string): Promise<DeviceSignIn> {
  const parameters = {
    scope,
    ...(party.provider.dialect === 'amazon' && { response_type: 'device_code' }),
    ...(verifier !== undefined && {
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  };
  const device = await party.proven(async (authentication) =>
    oauth.processDeviceAuthorizationResponse(
      party.as,
      party.client(),
      await oauth.deviceAuthorizationRequest(party.as, party.client(), authentication, parameters, party.options),
    ),
  );
  for (const text of [device.device_code, verifier ?? '']) noteSecret(text);
  return {
    userCode: device.user_code,
    verificationUri: safe(device.verification_uri, party),
    verificationUriComplete:
      device.verification_uri_complete === undefined ? undefined : safe(device.verification_uri_complete, party),
    expiresInSeconds: lifetime(device.expires_in) ?? 0,
    intervalSeconds: pollingInterval(device.interval),
    tokens: () => told(party, () => deviceTokens(party, device, verifier)),
  };
}

/** A person is sent there, and types a code and a password in. */
function safe(address: string, { provider }: Party): string {
  if (URL.canParse(address) && isConfidential(new URL(address))) return address;
  throw new Problem(
    'aws',
    `${printable(new URL(provider.issuer).host)} names no https page to sign in at: ${printable(address, 200)}`,
  );
}

async function deviceTokens(
  party: Party,
  device: oauth.DeviceAuthorizationResponse,
  verifier: string | undefined,
): Promise<OpenIdTokens | 'authorization_pending' | 'slow_down'> {
  try {
    return tokensFrom(
      party.provider.dialect === 'amazon'
        ? await amazonTokens(party, device)
        : await standardTokens(party, device.device_code, verifier),
    );
  } catch (error) {
    const code = errorCode(error);
    if (code === 'authorization_pending' || code === 'slow_down') return code;
    throw error;
  }
}

async function standardTokens(
  party: Party,
  deviceCode: string,
  verifier: string | undefined,
): Promise<oauth.TokenEndpointResponse> {
  const { as, client, proven, options } = party;
  const proof = verifier === undefined ? {} : { additionalParameters: { code_verifier: verifier } };
  return await proven(async (authentication) => {
    const all = { ...options, ...proof };
    const response = await oauth.deviceCodeGrantRequest(as, client(), authentication, deviceCode, all);
    return oauth.processDeviceCodeResponse(await serverBehind(response, party), client(), response);
  });
}

/** Source: Login with Amazon, "Code-based linking", Device Token Request. */
async function amazonTokens(
  { as, client, proven, options }: Party,
  { device_code, user_code }: oauth.DeviceAuthorizationResponse,
): Promise<oauth.TokenEndpointResponse> {
  const codes = { device_code, user_code };
  return await proven(async (authentication) =>
    oauth.processGenericTokenEndpointResponse(
      as,
      client(),
      await oauth.genericTokenEndpointRequest(as, client(), authentication, 'device_code', codes, options),
    ),
  );
}

async function refresh(party: Party, token: Secret): Promise<OpenIdTokens | undefined> {
  const { as, client, proven, options } = party;
  try {
    return await proven(async (authentication) => {
      const response = await oauth.refreshTokenGrantRequest(as, client(), authentication, token.reveal(), options);
      return tokensFrom(
        await oauth.processRefreshTokenResponse(await serverBehind(response, party), client(), response),
      );
    });
  } catch (error) {
    if (errorCode(error) === 'invalid_grant') return undefined;
    throw error;
  }
}

async function revoke({ as, proven, client, options }: Party, token: Secret): Promise<boolean> {
  if (as.revocation_endpoint === undefined) return false;
  const hinted = { ...options, additionalParameters: { token_type_hint: 'refresh_token' } };
  await proven(async (authentication) =>
    oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client(), authentication, token.reveal(), hinted),
    ),
  );
  return true;
}

/**
 * The provider under the name that its ID token gives it: a Cognito user pool has two, and a sign-in page on a domain
 * of its own does not say which. Anybody else has one, which the library compares to the letter.
 */
async function serverBehind(response: Response, { as }: Party): Promise<oauth.AuthorizationServer> {
  if (userPoolOfIssuer(as.issuer) === undefined) return as;
  const answer = (await response
    .clone()
    .json()
    .catch(() => undefined)) as { readonly id_token?: unknown } | null | undefined;
  const { issuer = '' } = describeToken(typeof answer?.id_token === 'string' ? answer.id_token : '');
  return isSameIssuer(issuer, as.issuer) ? { ...as, issuer } : as;
}

function tokensFrom(answer: oauth.TokenEndpointResponse): OpenIdTokens {
  const secret = (text: string | undefined): Secret | undefined => (text === undefined ? undefined : new Secret(text));
  return {
    accessToken: new Secret(answer.access_token),
    idToken: secret(answer.id_token),
    refreshToken: secret(answer.refresh_token),
  };
}

async function told<T>({ provider }: Party, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explained(error, provider);
  }
}

function toldAtOnce<T>({ provider }: Party, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explained(error, provider);
  }
}
