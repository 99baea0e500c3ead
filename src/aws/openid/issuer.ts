import { Problem } from '../../core/problem.js';
import { isLoopback } from '../../core/text/loopback.js';
import { sayNoAddress } from '../../core/text/no-address.js';
import { userPoolOfIssuer } from '../cognito/user-pool.js';

/**
 * Reads the address of an OpenID provider as people copy it: without the scheme, with the place of its announcement
 * behind it, or as the ARN that IAM shows. The host is written as everybody compares it, the path stays as it is, a
 * slash at its end included, except for a Cognito user pool, whose issuers have none; Auth0's tenants all have one,
 * however people write them. Source: OpenID Connect Core 1.0, section 2 (`iss`); IAM user guide, "Create an OpenID
 * Connect (OIDC) identity provider in IAM"; Auth0, "JSON Web Token Claims", `iss`.
 * @throws Problem `usage`
 */
export function parseIssuer(raw: string): string {
  const given = raw
    .trim()
    .replace(/^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\//, '')
    .replace(/\/?\.well-known\/.*$/, '');
  const address = given.includes('://') ? given : `https://${given}`;
  const url = URL.canParse(address) && sayNoAddress(given) === undefined ? new URL(address) : undefined;
  const isHere = url !== undefined && isLoopback(url.hostname);
  if (
    !url ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)) ||
    !(isHere || url.hostname.includes('.'))
  ) {
    throw wrong(
      'Not the address of an OpenID provider: it begins with https:// and looks like https://login.example.com.',
    );
  }
  if (url.search !== '' || url.hash !== '') throw wrong('The address of an OpenID provider has no ? and no # in it.');
  if (url.username !== '' || url.password !== '' || /[\s\p{Cc}]/u.test(address))
    throw wrong('The address of an OpenID provider has no user name, no password and no spaces in it.');
  const host = url.host.replace(/\.(?=:|$)/, '');
  const issuer = `${url.protocol}//${host}${address.replace(/^[^:]*:\/\/[^/]*/, '')}`;
  if (userPoolOfIssuer(issuer.replace(/\/+$/, '')) !== undefined) return issuer.replace(/\/+$/, '');
  return host.endsWith('.auth0.com') && url.pathname === '/' ? `${url.protocol}//${host}/` : issuer;
}

/**
 * The same for a provider that is to be created in IAM, which takes https alone; and its name stands in condition keys,
 * where there is no room for the colon of a port. Source: IAM API reference, CreateOpenIDConnectProvider, `Url`.
 * @throws Problem `usage`
 */
export function parseIamIssuer(raw: string): string {
  const issuer = parseIssuer(raw);
  const { protocol, port } = new URL(issuer);
  if (protocol !== 'https:' || port !== '')
    throw wrong('IAM takes a provider by https only, and none whose address has a port.');
  if (issuer.length > 255) throw wrong('IAM takes an address of 255 characters at most.');
  return issuer;
}

function wrong(message: string): Problem {
  return new Problem('usage', message);
}
