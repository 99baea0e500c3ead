import type { Call, Service } from '../../wire/exchange.js';
import { answerJson, text, type JsonApi, type JsonObject, type JsonOperation } from '../../wire/json-protocol.js';
import { ServiceError } from '../../wire/service-error.js';
import { srpServer } from '../../aws/cognito/srp.js';
import {
  secretHashOf,
  type AppClient,
  type AuthSession,
  type PoolUser,
  type UserPool,
} from '../../aws/cognito/user-pool.js';
import { json } from '../social/web.js';

/**
 * User pools: the API, and what each publishes of itself. Source: Amazon Cognito user pools API reference; the
 * sentences are those people report.
 */
export const cognitoUserPool: Service = {
  name: 'cognito-idp',
  serves: (_host, place) => place?.service === 'cognito-idp' || place?.service === 'issuer-cognito-idp',
  answer: (call) => (call.request.method === 'GET' ? publication(call) : answerJson(api, call)),
};

type Texts = Readonly<Record<string, string>>;

const initiateAuth: JsonOperation = {
  signed: false,
  run(input, call) {
    const { pool, client } = clientOf(input, call);
    const [flow, parameters] = [text(input, 'AuthFlow') ?? '', (input['AuthParameters'] ?? {}) as Texts];
    if (!client.flows.some((one) => one === flow))
      throw new ServiceError(
        'InvalidParameterException',
        flow === 'USER_SRP_AUTH'
          ? 'USER_SRP_AUTH is not enabled for the client.'
          : `${flow} flow not enabled for this client`,
        400,
      );
    checkSecret(client, parameters);
    const user = pool.find(parameters['USERNAME']);
    if (!user) throw wrongPassword();
    if (flow === 'USER_PASSWORD_AUTH') {
      if (user.password !== parameters['PASSWORD']) throw wrongPassword();
      return afterPassword(pool, client, user);
    }
    const srp = srpServer({
      poolName: pool.id.replace(/^[^_]*_/, ''),
      userId: user.sub,
      password: user.password,
      publicA: parameters['SRP_A'] ?? '0',
    });
    const session = { client, user, challenge: 'PASSWORD_VERIFIER', srp };
    return asked(pool, session, { SALT: srp.salt, SRP_B: srp.srpB, SECRET_BLOCK: srp.secretBlock, USERNAME: user.sub });
  },
};

const respondToAuthChallenge: JsonOperation = {
  signed: false,
  run(input, call) {
    const { pool, client } = clientOf(input, call);
    const [challenge, responses] = [text(input, 'ChallengeName') ?? '', (input['ChallengeResponses'] ?? {}) as Texts];
    checkSecret(client, responses);
    const session = sessionOf(text(input, 'Session') ?? '', challenge, pool, client);
    if (pool.find(responses['USERNAME']) !== session.user)
      throw new ServiceError('NotAuthorizedException', 'Invalid session for the user.', 400);
    return (replies[challenge] ?? unknown)(pool, session, responses);
  },
};

const replies: Readonly<
  Record<string, (pool: UserPool, session: AuthSession, responses: Texts) => JsonObject | Promise<JsonObject>>
> = {
  PASSWORD_VERIFIER(pool, { client, user, srp }, responses) {
    if (
      srp === undefined ||
      responses['PASSWORD_CLAIM_SIGNATURE'] !== srp.expected(responses['TIMESTAMP'] ?? '') ||
      responses['PASSWORD_CLAIM_SECRET_BLOCK'] !== srp.secretBlock
    )
      throw wrongPassword();
    return afterPassword(pool, client, user);
  },
  NEW_PASSWORD_REQUIRED(pool, { client, user }, responses) {
    const wanted = responses['NEW_PASSWORD'] ?? '';
    if (wanted.length < pool.smallestPassword)
      throw new ServiceError(
        'InvalidPasswordException',
        'Password does not conform to policy: Password not long enough',
        400,
      );
    for (const name of user.requiredAttributes) {
      const value = responses[`userAttributes.${name}`];
      if (value === undefined)
        throw new ServiceError(
          'InvalidParameterException',
          `Invalid user attributes: ${name}: The attribute is required`,
          400,
        );
      user.attributes[name] = value;
    }
    user.password = wanted;
    user.status = 'CONFIRMED';
    return afterPassword(pool, client, user);
  },
  SELECT_MFA_TYPE: (pool, { client, user }, responses) => mfa(pool, client, user, responses['ANSWER'] ?? ''),
  SOFTWARE_TOKEN_MFA: (pool, session, responses) => byCode(pool, session, responses['SOFTWARE_TOKEN_MFA_CODE']),
  SMS_MFA: (pool, session, responses) => byCode(pool, session, responses['SMS_MFA_CODE']),
  EMAIL_OTP: (pool, session, responses) => byCode(pool, session, responses['EMAIL_OTP_CODE']),
};

function unknown(): never {
  throw new ServiceError('InvalidParameterException', 'Unknown challenge', 400);
}

function byCode(pool: UserPool, { client, user }: AuthSession, code: string | undefined): Promise<JsonObject> {
  if (!user.device.accept(code ?? ''))
    throw new ServiceError('CodeMismatchException', 'Invalid code received for user', 400);
  return signedIn(pool, client, user);
}

function afterPassword(pool: UserPool, client: AppClient, user: PoolUser): JsonObject | Promise<JsonObject> {
  if (user.status === 'RESET_REQUIRED')
    throw new ServiceError('PasswordResetRequiredException', 'Password reset required for the user', 400);
  if (user.status === 'UNCONFIRMED') throw new ServiceError('UserNotConfirmedException', 'User is not confirmed.', 400);
  if (user.oddChallenge !== undefined) return asked(pool, { client, user, challenge: user.oddChallenge }, {});
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    const requiredAttributes = JSON.stringify(user.requiredAttributes.map((name) => `userAttributes.${name}`));
    return asked(
      pool,
      { client, user, challenge: 'NEW_PASSWORD_REQUIRED' },
      { requiredAttributes, userAttributes: JSON.stringify({ email: user.email }) },
    );
  }
  const [first, second] = user.mfa;
  if (second !== undefined)
    return asked(pool, { client, user, challenge: 'SELECT_MFA_TYPE' }, { MFAS_CAN_CHOOSE: JSON.stringify(user.mfa) });
  return first === undefined ? signedIn(pool, client, user) : mfa(pool, client, user, first);
}

function mfa(pool: UserPool, client: AppClient, user: PoolUser, kind: string): JsonObject {
  const to =
    kind === 'SMS_MFA' ? { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+********1234' } : {};
  return asked(
    pool,
    { client, user, challenge: kind },
    kind === 'SOFTWARE_TOKEN_MFA' ? { FRIENDLY_DEVICE_NAME: 'phone' } : to,
  );
}

function asked(pool: UserPool, session: Omit<AuthSession, 'expiresAt'>, parameters: Texts): JsonObject {
  return {
    ChallengeName: session.challenge,
    Session: pool.begin(session),
    ChallengeParameters: { ...parameters, USER_ID_FOR_SRP: session.user.sub },
  };
}

async function signedIn(pool: UserPool, client: AppClient, user: PoolUser): Promise<JsonObject> {
  const deviceKey = pool.tracksDevices ? `${pool.region}_11111111-2222-3333-4444-555555555555` : undefined;
  const { idToken, accessToken } = await pool.tokens(client, user);
  const device = deviceKey === undefined ? {} : { NewDeviceMetadata: { DeviceKey: deviceKey, DeviceGroupKey: '-abc' } };
  return {
    AuthenticationResult: {
      IdToken: idToken,
      AccessToken: accessToken,
      RefreshToken: pool.refreshToken(client, user, deviceKey),
      ExpiresIn: 3600,
      TokenType: 'Bearer',
      ...device,
    },
    ChallengeParameters: {},
  };
}

const getTokensFromRefreshToken: JsonOperation = {
  signed: false,
  async run(input, call) {
    const { pool, client } = clientOf(input, call);
    if (client.secret !== text(input, 'ClientSecret'))
      throw new ServiceError('NotAuthorizedException', `Unable to verify secret hash for client ${client.id}`, 400);
    const grant = pool.grant(text(input, 'RefreshToken') ?? '', client, text(input, 'DeviceKey'));
    if (!grant) throw new ServiceError('NotAuthorizedException', 'Invalid Refresh Token', 400);
    const { idToken, accessToken } = await pool.tokens(client, grant.user);
    return {
      AuthenticationResult: {
        IdToken: idToken,
        AccessToken: accessToken,
        ExpiresIn: 3600,
        TokenType: 'Bearer',
        ...(pool.rotates && { RefreshToken: pool.refreshToken(client, grant.user, grant.deviceKey) }),
      },
    };
  },
};

const revokeToken: JsonOperation = {
  signed: false,
  run(input, call) {
    const { pool, client } = clientOf(input, call);
    if (client.secret !== text(input, 'ClientSecret'))
      throw new ServiceError('UnauthorizedException', 'Unable to verify the client secret', 400);
    pool.refreshTokens.delete(text(input, 'Token') ?? '');
    return {};
  },
};

const api: JsonApi = {
  signingName: 'cognito-idp',
  target: 'AWSCognitoIdentityProviderService',
  operations: {
    InitiateAuth: initiateAuth,
    RespondToAuthChallenge: respondToAuthChallenge,
    GetTokensFromRefreshToken: getTokensFromRefreshToken,
    RevokeToken: revokeToken,
  },
};

function clientOf(input: JsonObject, { aws, place }: Call): { readonly pool: UserPool; readonly client: AppClient } {
  const id = text(input, 'ClientId') ?? '';
  const pool = aws.userPools.find(
    ({ region, replicas, clients }) =>
      [region, ...replicas].includes(place.region) && clients.some((one) => one.id === id),
  );
  const client = pool?.clients.find((one) => one.id === id);
  if (!pool || !client)
    throw new ServiceError('ResourceNotFoundException', `User pool client ${id} does not exist.`, 400);
  return { pool, client };
}

function checkSecret(client: AppClient, given: Texts): void {
  if (client.secret === undefined) return;
  const proof = given['SECRET_HASH'];
  if (proof === undefined)
    throw new ServiceError(
      'NotAuthorizedException',
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
      400,
    );
  if (proof !== secretHashOf(client, given['USERNAME'] ?? ''))
    throw new ServiceError('NotAuthorizedException', `Unable to verify secret hash for client ${client.id}`, 400);
}

/** A session is good once, for the client and the challenge that it was given for. */
function sessionOf(id: string, challenge: string, pool: UserPool, client: AppClient): AuthSession {
  const session = pool.sessions.get(id);
  pool.sessions.delete(id);
  if (session?.challenge !== challenge || session.client !== client)
    throw new ServiceError('NotAuthorizedException', 'Invalid session for the user.', 400);
  if (session.expiresAt <= pool.clock.now())
    throw new ServiceError('NotAuthorizedException', 'Invalid session for the user, session is expired.', 400);
  return session;
}

function wrongPassword(): ServiceError {
  return new ServiceError('NotAuthorizedException', 'Incorrect username or password.', 400);
}

async function publication({ request: { path }, entry, aws }: Call): Promise<ReturnType<typeof json>> {
  entry.operation = `GET ${path}`;
  const [, id, rest] = /^\/([^/]+)(\/.+)$/.exec(path) ?? [];
  // Each pool announces itself where its issuer is.
  const pool = aws.userPools.find((one) => one.issuer === `https://${entry.host}/${id ?? ''}`);
  if (!pool) return json(404, { message: `User pool ${id ?? ''} does not exist.` });
  if (rest === '/.well-known/jwks.json') return json(200, await pool.signer.published());
  return rest === '/.well-known/openid-configuration' ? json(200, announcement(pool)) : json(404, {});
}

function announcement({ issuer, domain }: UserPool): Record<string, unknown> {
  const at = domain === undefined ? undefined : `https://${domain}/oauth2`;
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'token'],
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    ...(at !== undefined && {
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/token`,
      revocation_endpoint: `${at}/revoke`,
      userinfo_endpoint: `${at}/userInfo`,
    }),
  };
}
