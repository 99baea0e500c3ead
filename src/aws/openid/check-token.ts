import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { isSameIssuer } from '../cognito/user-pool.js';
import { describeToken, googleIssuer, isAccessTokenWanted } from './tokens.js';
import type { TokenFacts, TokenKind, WebIdentityProvider } from './tokens.js';

/** What a token is to be. */
export interface WantedToken {
  readonly provider: WebIdentityProvider;
  /** Exactly as the provider announces itself; for a Cognito user pool either of its two issuers. */
  readonly issuer?: string | undefined;
  readonly clientId?: string | undefined;
  /** Now, as well as it is known; without it nothing is said of the token's age. */
  readonly now?: Date | undefined;
}

// Source: STS API reference, AssumeRoleWithWebIdentity, WebIdentityToken.
const least = 4;
const most = 20_000;
/** Source: IAM user guide, "Create an OpenID Connect identity provider", prerequisites. */
const algorithms = /^(RS|ES)(256|384|512)$/;
const question = 'webIdentityToken';

const whereFrom: Readonly<Record<WebIdentityProvider, string>> = {
  oidc: "AWS wants the ID token: the `id_token` of the provider's answer, whole.",
  google: "AWS wants Google's ID token (it begins with eyJ), whole.",
  amazon: 'AWS wants the access token of Login with Amazon (it begins with Atza|), whole.',
  facebook: 'AWS wants a user access token of your Facebook app (it begins with EAA), whole.',
};

/**
 * Recognises a token that AWS would refuse, before it is sent: one of the wrong kind, too long, for somebody else, or
 * ended.
 * @returns what the token says of itself
 * @throws Problem `usage`, or Problem `aws` for a token that has ended
 */
export function checkToken(token: string, wanted: WantedToken): TokenFacts {
  const facts = describeToken(token);
  const { provider } = wanted;
  if (token.length < least || token.length > most)
    throw wrong(
      `A token of ${token.length.toLocaleString('en')} characters is not taken: STS allows ${least} to ` +
        `${most.toLocaleString('en')}.`,
      whereFrom[provider],
    );
  const why = isAccessTokenWanted(provider) ? notAccessToken(facts, provider) : notIdToken(facts, wanted);
  if (why !== undefined) throw wrong(why, whereFrom[provider]);
  if (wanted.now && facts.expiresAt && facts.expiresAt <= wanted.now) {
    throw new Problem(
      'aws',
      `This token ended at ${facts.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
      { hint: 'Get a new one from the provider; it is used at once.', question },
    );
  }
  return facts;
}

const names: Readonly<Record<TokenKind, string>> = {
  'id-token': 'an ID token (a JWT)',
  'jwt-access-token': 'an access token',
  'jwt-refresh-token': 'a refresh token',
  encrypted: 'an encrypted token, which AWS cannot read',
  'amazon-access-token': 'an access token of Login with Amazon',
  'amazon-refresh-token': 'a refresh token of Login with Amazon',
  'google-access-token': 'an access token of Google',
  'google-refresh-token': 'a refresh token of Google',
  'facebook-app-token': 'the token of a Facebook app itself',
  opaque: 'no JWT (an access token, perhaps)',
};

function notAccessToken({ kind }: TokenFacts, provider: WebIdentityProvider): string | undefined {
  const fits = provider === 'amazon' ? kind === 'amazon-access-token' : kind === 'opaque';
  return fits ? undefined : `This is ${kind === 'opaque' ? 'no access token of Login with Amazon' : names[kind]}.`;
}

function notIdToken(facts: TokenFacts, { provider, issuer, clientId }: WantedToken): string | undefined {
  if (facts.kind !== 'id-token') return `This is ${names[facts.kind]}.`;
  if (!algorithms.test(facts.algorithm ?? ''))
    return (
      `This token is signed with ${printable(facts.algorithm ?? 'nothing', 20)}; AWS takes RSA and ` +
      'elliptic curve signatures only.'
    );
  const missing = Object.entries({
    iss: facts.issuer,
    sub: facts.subject,
    aud: facts.audience[0],
    exp: facts.expiresAt,
    iat: facts.issuedAt,
  }).filter(([, value]) => value === undefined);
  if (missing.length > 0) return `This token lacks what AWS looks for: ${missing.map(([name]) => name).join(', ')}.`;
  const from = facts.issuer ?? '';
  if (provider === 'google' ? !googleIssuer.test(from) : issuer !== undefined && !isSameIssuer(from, issuer))
    return (
      `This token is from ${printable(from, 200)}, and not from ` +
      `${provider === 'google' ? 'Google' : printable(issuer ?? '', 200)}.`
    );
  if (clientId !== undefined && !facts.audience.includes(clientId))
    return (
      `This token was made for ${printable(facts.audience.join(', '), 300)}, and not for ` +
      `${printable(clientId, 200)}.`
    );
  return undefined;
}

function wrong(message: string, hint?: string): Problem {
  return new Problem('usage', message, { hint, question });
}
