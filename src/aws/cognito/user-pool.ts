import { Problem } from '../../core/problem.js';
import { isRegionName, partitionOf } from '../partitions.js';

const identityPoolExample = 'eu-west-1:12345678-90ab-cdef-1234-567890abcdef';
const userPoolExample = 'eu-west-1_AbCdEf123';

/**
 * Reads an identity pool's id; its ARN will do as well. Source: Amazon Cognito Federated Identities API reference,
 * `IdentityPoolId`.
 * @throws Problem `usage`
 */
export function parseIdentityPoolId(raw: string): string {
  const id = raw.trim().replace(/^arn:.*:identitypool\//, '');
  if (isUserPoolId(id))
    throw wrong(
      "That is the id of a user pool; the identity pool's is another one.",
      `It looks like ${identityPoolExample}.`,
    );
  const [region = '', rest = ''] = id.split(':');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(rest) || !isRegionName(region) || id.split(':').length !== 2)
    throw wrong(
      'That is not the id of an identity pool.',
      `It looks like ${identityPoolExample}; your administrator knows it.`,
    );
  return id;
}

/**
 * Reads a user pool's id; its ARN, its address as an issuer and its name among an identity pool's providers, which is
 * that address without the scheme, will do as well. Source: Amazon Cognito user pools API
 * reference, `UserPoolId`.
 * @throws Problem `usage`
 */
export function parseUserPoolId(raw: string): string {
  const id = raw
    .trim()
    .replace(/^arn:.*:userpool\//, '')
    .replace(/^(?:https:\/\/)?(?:issuer-)?cognito-idp\.[^/]+\//i, '')
    .replace(/\/.*$/, '');
  if (/^[\w-]+:[0-9a-f-]{36}$/.test(id))
    throw wrong(
      "That is the id of an identity pool; the user pool's is another one.",
      `It looks like ${userPoolExample}.`,
    );
  if (!isUserPoolId(id))
    throw wrong('That is not the id of a user pool.', `It looks like ${userPoolExample}; your administrator knows it.`);
  return id;
}

function isUserPoolId(id: string): boolean {
  return /^[\w-]+_[0-9A-Za-z]+$/.test(id) && id.length <= 55 && isRegionName(id.replace(/_.*$/, ''));
}

/** The Region that a pool of either kind is in: its id begins with it. */
export function regionOfPool(id: string): string {
  return id.replace(/[:_].*$/, '');
}

/**
 * The key of a user pool in an identity pool's providers, and in `Logins`. AWS documents none for pools with the updated
 * issuer, so this is taken to be the name of every pool. Source: Amazon Cognito Federated Identities API reference,
 * CognitoIdentityProvider, `ProviderName`.
 */
export function userPoolProviderName(id: string): string {
  const region = regionOfPool(id);
  return `cognito-idp.${region}.${partitionOf(region).dnsSuffix}/${id}`;
}

/** What a user pool calls itself in its tokens. Source: Amazon Cognito developer guide, "Verifying JSON web tokens". */
export function userPoolIssuer(id: string): string {
  return `https://${userPoolProviderName(id)}`;
}

/** What it calls itself where its issuer is the updated one. Source: Amazon Cognito API, IssuerConfiguration, `Type`. */
export function updatedUserPoolIssuer(id: string): string {
  return `https://issuer-${userPoolProviderName(id)}`;
}

/** The user pool whose issuer this is, the original or the updated one; undefined where it is none. */
export function userPoolOfIssuer(issuer: string): string | undefined {
  const [, id = ''] = /^https:\/\/(?:issuer-)?cognito-idp\.[^/]+\/([^/]+)$/.exec(issuer) ?? [];
  return isUserPoolId(id) && [userPoolIssuer(id), updatedUserPoolIssuer(id)].includes(issuer) ? id : undefined;
}

/** Whether two issuers are one: to the letter, except for the two that a user pool can have. */
export function isSameIssuer(one: string, other: string): boolean {
  const pool = userPoolOfIssuer(one);
  return one === other || (pool !== undefined && pool === userPoolOfIssuer(other));
}

/**
 * Reads where a user pool shows its sign-in page: the whole host name, or the prefix alone.
 * Source: Amazon Cognito developer guide, "Configuring a user pool domain".
 * @param region of the pool
 * @throws Problem `usage`
 */
export function parseUserPoolDomain(raw: string, region: string): string {
  const given = raw
    .trim()
    .replace(/^https:\/\//, '')
    .replace(/\/.*$/, '')
    .toLowerCase();
  const isHost = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(given);
  if (!isHost && !/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(given))
    throw wrong(
      'That is not the domain of a user pool.',
      `It looks like my-team.auth.${region}.amazoncognito.com, or is the prefix alone: my-team`,
    );
  return isHost
    ? given
    : `${given}.auth${partitionOf(region).name === 'aws-us-gov' ? '-fips' : ''}.${region}.amazoncognito.com`;
}

function wrong(message: string, hint: string): Problem {
  return new Problem('usage', message, { hint });
}
