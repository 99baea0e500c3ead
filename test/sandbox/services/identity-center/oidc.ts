import { createHash, randomBytes } from 'node:crypto';
import type { Call, Service } from '../../wire/exchange.js';
import { answerRest, type JsonBody, type RestOperation } from '../../wire/rest-json.js';
import { ServiceError } from '../../wire/service-error.js';
import type { IdentityCenter, PortalClient, PortalToken } from '../../aws/identity-center.js';
import { authorize } from './authorize.js';
import { centersIn } from './places.js';

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const knownGrants = ['authorization_code', 'refresh_token', deviceGrant];

/**
 * SSO-OIDC: the API, and the page that starts a sign-in in the browser. Source: IAM Identity Center OIDC API reference.
 */
export const ssoOidc: Service = {
  name: 'sso-oidc',
  serves: (_host, place) => place?.service === 'oidc',
  answer: (call) => {
    if (call.request.method === 'GET' && call.request.path === '/authorize') return authorize(call);
    return answerRest(operations, call, ({ message, members }) => ({
      error: members['error'],
      error_description: message,
    }));
  },
};

const operations: readonly RestOperation[] = [
  { name: 'RegisterClient', route: 'POST /client/register', run: registerClient },
  { name: 'StartDeviceAuthorization', route: 'POST /device_authorization', run: startDeviceAuthorization },
  { name: 'CreateToken', route: 'POST /token', run: createToken },
];

function registerClient(input: JsonBody, call: Call): JsonBody {
  const { clientName, clientType, scopes, redirectUris, grantTypes, issuerUrl } = input;
  if (typeof clientName !== 'string' || clientType !== 'public')
    throw oidcError('InvalidClientMetadataException', 'invalid_client_metadata', 'Invalid client metadata');
  const grants = texts(grantTypes) ?? [deviceGrant, 'refresh_token'];
  if (grants.some((grant) => !knownGrants.includes(grant)))
    throw oidcError('UnsupportedGrantTypeException', 'unsupported_grant_type', 'Unsupported grant type');
  const uris = texts(redirectUris) ?? [];
  if (grants.includes('authorization_code') && (uris.length === 0 || typeof issuerUrl !== 'string'))
    throw oidcError('InvalidRedirectUriException', 'invalid_redirect_uri', 'Invalid redirect URI');
  const center = typeof issuerUrl === 'string' ? centerOf(issuerUrl, call) : centersIn(call)[0];
  // A program is registered in any Region; what it may start there is another question.
  const client = center?.register(clientName, grants, uris, texts(scopes) ?? []) ?? {
    id: randomBytes(16).toString('base64url'),
    secret: randomBytes(200).toString('base64url'),
    expiresAt: new Date(call.clock.now().getTime() + 90 * 86_400_000),
  };
  return {
    clientId: client.id,
    clientSecret: client.secret,
    clientIdIssuedAt: seconds(call.clock.now()),
    clientSecretExpiresAt: seconds(client.expiresAt),
  };
}

function startDeviceAuthorization(input: JsonBody, call: Call): JsonBody {
  const center = centerOf(String(input['startUrl']), call);
  const device = center.startDevice(clientFor(input, call, center));
  const verificationUri = `https://device.sso.${center.region}.amazonaws.com/`;
  return {
    deviceCode: device.deviceCode,
    userCode: device.userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}?user_code=${device.userCode}`,
    expiresIn: center.deviceSeconds,
    interval: center.pollSeconds,
  };
}

function createToken(input: JsonBody, call: Call): JsonBody {
  const center = centersIn(call).find(({ clients }) => clients.some(({ id }) => id === input['clientId']));
  if (!center) throw oidcError('InvalidClientException', 'invalid_client', 'Invalid client', 401);
  const client = clientFor(input, call, center);
  const grant = String(input['grantType']);
  if (!client.grantTypes.includes(grant))
    throw oidcError(
      'UnauthorizedClientException',
      'unauthorized_client',
      'Client is not authorized for this grant type',
    );
  const token = grants[grant]?.(input, call, center, client);
  if (!token) throw oidcError('InvalidGrantException', 'invalid_grant', 'Invalid grant provided');
  return {
    accessToken: token.accessToken,
    tokenType: 'Bearer',
    expiresIn: center.tokenSeconds,
    ...(token.refreshToken !== undefined && { refreshToken: token.refreshToken }),
  };
}

type Grant = (input: JsonBody, call: Call, center: IdentityCenter, client: PortalClient) => PortalToken | undefined;

const grants: Readonly<Record<string, Grant>> = {
  refresh_token: (input, _call, center, client) => center.renew(String(input['refreshToken']), client),
  [deviceGrant]: deviceToken,
  authorization_code: codeToken,
};

/** The code is good once, for the program that asked for it, at the address it asked for, with its proof. */
function codeToken(
  input: JsonBody,
  _call: Call,
  center: IdentityCenter,
  client: PortalClient,
): PortalToken | undefined {
  const consent = center.codes.find(({ code }) => code !== undefined && code === input['code']);
  if (consent?.client !== client || typeof consent.decision === 'string') return undefined;
  consent.code = undefined;
  const challenge = createHash('sha256').update(String(input['codeVerifier'])).digest('base64url');
  if (challenge !== consent.challenge || consent.redirectUri !== input['redirectUri']) return undefined;
  return center.issue(consent.decision, client);
}

/** Source: RFC 8628, section 3.5. */
function deviceToken(
  input: JsonBody,
  { clock }: Call,
  center: IdentityCenter,
  client: PortalClient,
): PortalToken | undefined {
  const device = center.devices.find(({ deviceCode }) => deviceCode === input['deviceCode']);
  if (device?.client !== client) return undefined;
  const now = clock.now();
  if (device.expiresAt <= now) throw oidcError('ExpiredTokenException', 'expired_token', 'Device code has expired');
  const tooSoon = device.lastPoll !== undefined && now.getTime() - device.lastPoll.getTime() < center.pollSeconds * 900;
  device.lastPoll = now;
  if (tooSoon) throw oidcError('SlowDownException', 'slow_down', 'Slow down');
  if (device.decision === 'pending')
    throw oidcError('AuthorizationPendingException', 'authorization_pending', 'Authorization is still pending');
  if (device.decision === 'denied') throw oidcError('AccessDeniedException', 'access_denied', 'Access denied');
  center.devices.splice(center.devices.indexOf(device), 1);
  return center.issue(device.decision, client);
}

function clientFor(input: JsonBody, { clock }: Call, center: IdentityCenter): PortalClient {
  const client = center.clients.find(({ id, secret }) => id === input['clientId'] && secret === input['clientSecret']);
  if (!client) throw oidcError('InvalidClientException', 'invalid_client', 'Invalid client', 401);
  if (client.expiresAt <= clock.now())
    throw oidcError('InvalidClientException', 'invalid_client', 'Client has expired', 401);
  return client;
}

/** The portal of that address in this Region; another Region's service does not know it. */
function centerOf(startUrl: string, call: Call): IdentityCenter {
  const center = centersIn(call).find((one) => one.startUrl === startUrl.replace(/\/$/, ''));
  if (!center) throw invalidRequest();
  return center;
}

function invalidRequest(): ServiceError {
  return oidcError('InvalidRequestException', 'invalid_request', 'Invalid request');
}

function oidcError(code: string, error: string, description: string, status = 400): ServiceError {
  return new ServiceError(code, description, status, { error });
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
