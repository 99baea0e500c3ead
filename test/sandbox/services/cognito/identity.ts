import { audienceOf, readToken, signatureError } from '../../openid/verify-token.js';
import type { Call, Service } from '../../wire/exchange.js';
import { answerJson, text, type JsonApi, type JsonObject, type JsonOperation } from '../../wire/json-protocol.js';
import { ServiceError } from '../../wire/service-error.js';
import { requestContext } from '../../aws/condition.js';
import type { IdentityPool, PoolIdentity } from '../../aws/cognito/identity-pool.js';
import type { Role } from '../../aws/role.js';
import { trustsFederated } from '../../aws/trust.js';
import { json } from '../social/web.js';
import { byAmazon, byFacebook } from '../sts/web-identity.js';

const ownHost = 'cognito-identity.amazonaws.com';

/**
 * Identity pools, and what AWS publishes of the tokens they give. Source: Amazon Cognito Federated Identities API
 * reference.
 */
export const cognitoIdentity: Service = {
  name: 'cognito-identity',
  serves: (host, place) => host === ownHost || place?.service === 'cognito-identity',
  answer: (call) => (call.request.host === ownHost ? publication(call) : answerJson(api, call)),
};

const getId: JsonOperation = {
  signed: false,
  async run(input, call) {
    const pool = call.aws.identityPools.find(
      ({ id, region }) => id === text(input, 'IdentityPoolId') && region === call.place.region,
    );
    if (!pool)
      throw new ServiceError(
        'ResourceNotFoundException',
        `IdentityPool '${text(input, 'IdentityPoolId') ?? ''}' not found.`,
        400,
      );
    const [provider, subject] = await proven(input, pool, call);
    return { IdentityId: pool.identityOf(provider, subject).id };
  },
};

const getCredentialsForIdentity: JsonOperation = {
  signed: false,
  async run(input, call) {
    const { pool, identity, provider } = await identified(input, call);
    const role = roleFor(pool, text(input, 'CustomRoleArn'));
    const context = contextOf(pool, identity, provider);
    const requested = {
      action: 'sts:AssumeRoleWithWebIdentity',
      resource: role?.arn ?? '',
      context: requestContext(context),
    };
    if (!role || !trustsFederated(role.trust, ownHost, requested))
      throw new ServiceError(
        'InvalidIdentityPoolConfigurationException',
        'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
        400,
      );
    const session = call.aws.issue(
      { kind: 'role-session', account: role.account, role, name: 'CognitoIdentityCredentials', context },
      3600,
    );
    return {
      IdentityId: identity.id,
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: session.expiration.getTime() / 1000,
      },
    };
  },
};

/** Source: Amazon Cognito developer guide, "Identity pools authentication flow", basic. */
const getOpenIdToken: JsonOperation = {
  signed: false,
  async run(input, call) {
    const { pool, identity, provider } = await identified(input, call);
    if (!pool.allowsClassicFlow)
      throw new ServiceError(
        'InvalidParameterException',
        'Basic (classic) flow is not enabled, please use enhanced flow.',
        400,
      );
    const token = await call.aws.identityPoolSigner.sign(
      { iss: `https://${ownHost}`, sub: identity.id, aud: pool.id, amr: ['authenticated', provider] },
      600,
    );
    return { IdentityId: identity.id, Token: token };
  },
};

const api: JsonApi = {
  signingName: 'cognito-identity',
  target: 'AWSCognitoIdentityService',
  operations: { GetId: getId, GetCredentialsForIdentity: getCredentialsForIdentity, GetOpenIdToken: getOpenIdToken },
};

async function publication({ request: { path }, entry, aws }: Call): Promise<ReturnType<typeof json>> {
  entry.operation = `GET ${path}`;
  if (path === '/.well-known/jwks_uri') return json(200, await aws.identityPoolSigner.published());
  return path === '/.well-known/openid-configuration'
    ? json(200, { issuer: `https://${ownHost}`, jwks_uri: `https://${ownHost}/.well-known/jwks_uri` })
    : json(404, {});
}

function contextOf(pool: IdentityPool, identity: PoolIdentity, provider: string): Record<string, string> {
  return {
    [`${ownHost}:aud`]: pool.id,
    [`${ownHost}:sub`]: identity.id,
    [`${ownHost}:amr`]: 'authenticated',
    [`${ownHost}:provider`]: provider,
  };
}

function roleFor({ authenticatedRole, customRoles }: IdentityPool, wanted: string | undefined): Role | undefined {
  if (wanted === undefined) return authenticatedRole;
  const role = [...customRoles, authenticatedRole].find((one) => one?.arn === wanted);
  if (!role) throw notAuthorized(`Access to Role '${wanted}' is forbidden.`);
  return role;
}

async function identified(
  input: JsonObject,
  call: Call,
): Promise<{ readonly pool: IdentityPool; readonly identity: PoolIdentity; readonly provider: string }> {
  const id = text(input, 'IdentityId') ?? '';
  const pool = call.aws.identityPools.find(
    ({ region, identities }) => region === call.place.region && identities.some((one) => one.id === id),
  );
  const identity = pool?.identities.find((one) => one.id === id);
  if (!pool || !identity) throw new ServiceError('ResourceNotFoundException', `Identity '${id}' not found.`, 400);
  const [provider, subject] = await proven(input, pool, call);
  if (identity.logins.get(provider) !== subject)
    throw notAuthorized(
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    );
  return { pool, identity, provider };
}

/** The provider and the person whom the tokens prove. */
async function proven(
  input: JsonObject,
  pool: IdentityPool,
  call: Call,
): Promise<readonly [provider: string, subject: string]> {
  const logins = Object.entries((input['Logins'] ?? {}) as Record<string, string>);
  const [first] = logins;
  if (!first) {
    if (!pool.allowsGuests) throw notAuthorized('Unauthenticated access is not supported for this identity pool.');
    return ['guest', call.requestId];
  }
  const [provider, token] = first;
  const clientIds = pool.providers.get(provider);
  if (!clientIds) throw notAuthorized('Token is not from a supported provider of this identity pool.');
  return [provider, await subjectOf(provider, token, clientIds, call)];
}

/** The sentences are those that people report. */
async function subjectOf(provider: string, token: string, clientIds: readonly string[], call: Call): Promise<string> {
  if (provider === 'www.amazon.com' || provider === 'graph.facebook.com')
    return await bySocial(provider, token, clientIds, call);
  const claims = readToken(token);
  if (!claims?.sub) throw notAuthorized('Invalid login token. Not a valid OpenId Connect identity token.');
  const pool = call.aws.userPools.find(({ providerName }) => providerName === provider);
  const issuer = pool?.issuer ?? `https://${provider}`;
  if (claims.iss !== issuer) throw notAuthorized("Invalid login token. Issuer doesn't match providerName");
  const [now, end] = [Math.floor(call.clock.now().getTime() / 1000), claims.exp ?? 0];
  if (end <= now) throw notAuthorized(`Invalid login token. Token expired: ${end} >= ${now}`);
  if (!audienceOf(claims).some((one) => clientIds.includes(one)))
    throw notAuthorized('Invalid login token. Incorrect token audience.');
  const error = await signatureError(token, issuer, call);
  if (error === 'bad-signature') throw notAuthorized('Invalid login token. Token signature invalid');
  if (error) throw notAuthorized("Invalid login token. Can't retrieve the keys of the issuer.");
  return claims.sub;
}

async function bySocial(provider: string, token: string, clientIds: readonly string[], call: Call): Promise<string> {
  const identity = await (provider === 'www.amazon.com' ? byAmazon : byFacebook)(token, call).catch(() => undefined);
  if (!identity || !clientIds.includes(identity.audience)) throw notAuthorized('Invalid login token.');
  return identity.subject;
}

function notAuthorized(message: string): ServiceError {
  return new ServiceError('NotAuthorizedException', message, 400);
}
