import type { JWTPayload } from 'jose';
import { audienceOf, parsed, readToken, signatureError } from '../../openid/verify-token.js';
import type { Call } from '../../wire/exchange.js';
import type { Parameters } from '../../wire/query-protocol.js';
import { ServiceError, validationError } from '../../wire/service-error.js';
import type { Account } from '../../aws/account.js';

/** Whom a token vouches for, once it has been looked into. */
export interface ProvenIdentity {
  /** As `Principal.Federated` names the provider. */
  readonly principal: string;
  /** As STS's answer names it. */
  readonly provider: string;
  readonly audience: string;
  readonly subject: string;
  /** Condition keys: `accounts.google.com:aud`. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Looks into a token as STS does. Source: STS API reference, AssumeRoleWithWebIdentity; the sentences are those people
 * report.
 */
export async function proveWebIdentity(
  parameters: Parameters,
  account: Account | undefined,
  call: Call,
): Promise<ProvenIdentity> {
  const token = parameters.get('WebIdentityToken') ?? '';
  const providerId = parameters.get('ProviderId');
  if (providerId === 'www.amazon.com') return await byAmazon(token, call);
  if (providerId === 'graph.facebook.com') return await byFacebook(token, call);
  if (providerId !== undefined) throw validationError(`Provider ${providerId} is not supported`);
  return await byIdToken(token, account, call);
}

async function byIdToken(token: string, account: Account | undefined, call: Call): Promise<ProvenIdentity> {
  const claims = readToken(token);
  if (!claims?.iss)
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  for (const name of ['sub', 'aud', 'exp', 'iat'])
    if (claims[name] === undefined) throw invalid(`Missing a required claim: ${name}`);
  const issuer = claims.iss.replace(/^(?!https:)/, 'https://');
  const identity = identityFor(claims, issuer, account);
  const [now, end] = [Math.floor(call.clock.now().getTime() / 1000), claims.exp ?? 0];
  if (end <= now)
    throw new ServiceError(
      'ExpiredTokenException',
      `Token expired: current date/time ${now} must be before the expiration date/time ${end}`,
      400,
    );
  const error = await signatureError(token, issuer, call);
  if (error === 'no-keys')
    throw invalid(
      "Couldn't retrieve verification key from your identity provider,  please reference " +
        'AssumeRoleWithWebIdentity documentation for requirements',
    );
  if (error === 'bad-signature')
    throw invalid('The ID Token provided could not be validated: its signature does not match');
  return identity;
}

/** Google and Cognito are known to AWS itself; any other has to be in the account. */
function identityFor(claims: JWTPayload, issuer: string, account: Account | undefined): ProvenIdentity {
  const url = issuer.replace(/^https:\/\//, '');
  const subject = claims.sub ?? '';
  const audiences = audienceOf(claims);
  const [first = ''] = audiences;
  if (url === 'accounts.google.com') {
    const azp = typeof claims['azp'] === 'string' ? claims['azp'] : first;
    return {
      principal: url,
      provider: url,
      audience: first,
      subject,
      context: { [`${url}:aud`]: azp, [`${url}:oaud`]: first, [`${url}:sub`]: subject },
    };
  }
  if (url === 'cognito-identity.amazonaws.com') {
    const amr = Array.isArray(claims['amr']) ? String(claims['amr'][0]) : '';
    return {
      principal: url,
      provider: url,
      audience: first,
      subject,
      context: { [`${url}:aud`]: first, [`${url}:amr`]: amr, [`${url}:sub`]: subject },
    };
  }
  const known = account?.openIdProviders.get(url);
  if (!known) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
  const audience = audiences.find((one) => known.clientIds.includes(one));
  if (audience === undefined) throw invalid('Incorrect token audience');
  return {
    principal: known.arn,
    provider: known.arn,
    audience,
    subject,
    context: { [`${url}:aud`]: audience, [`${url}:sub`]: subject },
  };
}

export async function byAmazon(token: string, call: Call): Promise<ProvenIdentity> {
  const answer = await call.web(
    `https://api.amazon.com/auth/o2/tokeninfo?${new URLSearchParams({ access_token: token }).toString()}`,
  );
  const info = await parsed<{ app_id: string; user_id: string }>(answer);
  if (answer.status !== 200 || !info) throw rejected('www.amazon.com', answer.status);
  const host = 'www.amazon.com';
  return {
    principal: host,
    provider: host,
    audience: info.app_id,
    subject: info.user_id,
    context: { [`${host}:app_id`]: info.app_id, [`${host}:user_id`]: info.user_id },
  };
}

export async function byFacebook(token: string, call: Call): Promise<ProvenIdentity> {
  const host = 'graph.facebook.com';
  const query = new URLSearchParams({ access_token: token }).toString();
  const [me, app] = await Promise.all(
    ['me', 'app'].map(async (path) => {
      const answer = await call.web(`https://${host}/${path}?${query}`);
      if (answer.status !== 200) throw rejected(host, answer.status);
      return await parsed<{ id: string }>(answer);
    }),
  );
  const [userId, appId] = [me?.id ?? '', app?.id ?? ''];
  return {
    principal: host,
    provider: host,
    audience: appId,
    subject: userId,
    context: { [`${host}:app_id`]: appId, [`${host}:id`]: userId },
  };
}

function rejected(host: string, status: number): ServiceError {
  if (status >= 500) return new ServiceError('IDPCommunicationError', `${host} could not be reached`, 400);
  return new ServiceError('IDPRejectedClaim', `${host}: ${host} responded with HTTP/1.1 400 Bad Request`, 403);
}

function invalid(message: string): ServiceError {
  return new ServiceError('InvalidIdentityToken', message, 400);
}
