import { printable } from '../core/printable.js';
import { Problem } from '../core/problem.js';

/** Who vouches for somebody. `oidc` is any OpenID provider that an account's administrator has added to IAM. */
export const webIdentityProviders = ['oidc', 'google', 'amazon', 'facebook'] as const;
export type WebIdentityProvider = (typeof webIdentityProviders)[number];

/** What a token is, as far as can be told by looking at it. */
export type TokenKind =
  /** A signed JSON Web Token; only what is surely none is called otherwise. */
  | 'id-token'
  | 'jwt-access-token'
  | 'jwt-refresh-token'
  /** A JSON Web Token that nobody but its receiver can read. */
  | 'encrypted'
  | 'amazon-access-token'
  | 'amazon-refresh-token'
  | 'google-access-token'
  | 'google-refresh-token'
  /** `APP_ID|SECRET`: the app itself, and not somebody who uses it. */
  | 'facebook-app-token'
  | 'opaque';

/** A token, and what it says of itself; nothing of it is proven. */
export interface TokenFacts {
  readonly kind: TokenKind;
  readonly issuer?: string | undefined;
  readonly audience: readonly string[];
  readonly subject?: string | undefined;
  readonly issuedAt?: Date | undefined;
  readonly expiresAt?: Date | undefined;
  readonly nonce?: string | undefined;
  /** The signature algorithm: `RS256`. */
  readonly algorithm?: string | undefined;
}

type Claims = Readonly<Record<string, unknown>>;

/** How opaque tokens begin. Source: Login with Amazon, "Access tokens" and "Refresh tokens"; Google's are seen, not documented. */
const prefixes: readonly (readonly [RegExp, TokenKind])[] = [
  [/^Atza\|/, 'amazon-access-token'],
  [/^Atzr\|/, 'amazon-refresh-token'],
  [/^ya29\./, 'google-access-token'],
  [/^1\/\//, 'google-refresh-token'],
  [/^\d{5,20}\|[\w-]+$/, 'facebook-app-token'],
];

/** Looks at a token. Never throws, whatever it is given. */
export function describeToken(token: string): TokenFacts {
  const known = prefixes.find(([form]) => form.test(token));
  if (known) return { kind: known[1], audience: [] };
  const parts = token.split('.');
  const header = readJson(parts[0]);
  if (header && parts.length === 5) return { kind: 'encrypted', audience: [] };
  const claims = parts.length === 3 ? readJson(parts[1]) : undefined;
  if (!header || !claims) return { kind: 'opaque', audience: [] };
  return {
    kind: jwtKind(header, claims),
    issuer: text(claims['iss']),
    audience: [claims['aud'] ?? []].flat().filter((one) => typeof one === 'string'),
    subject: text(claims['sub']),
    issuedAt: moment(claims['iat']),
    expiresAt: moment(claims['exp']),
    nonce: text(claims['nonce']),
    algorithm: text(header['alg']),
  };
}

/**
 * RFC 9068 gives access tokens a type of their own; others can be told by claims that ID tokens never have: Cognito's
 * `token_use`, Keycloak's `typ`, the `scp` of Microsoft Entra ID and Okta.
 */
function jwtKind(header: Claims, claims: Claims): TokenKind {
  const type = text(claims['typ']);
  if (type === 'Refresh' || type === 'Offline') return 'jwt-refresh-token';
  const isAccess = /^(application\/)?at\+jwt$/i.test(text(header['typ']) ?? '') || claims['token_use'] === 'access' || type === 'Bearer' || claims['scp'] !== undefined;
  return isAccess ? 'jwt-access-token' : 'id-token';
}

function readJson(part: string | undefined): Claims | undefined {
  if (part === undefined || !/^[\w-]+=*$/.test(part)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** NumericDate: seconds since 1970. Source: RFC 7519, section 2. */
function moment(value: unknown): Date | undefined {
  if (typeof value !== 'number' || Math.abs(value) > 8.64e12) return undefined;
  return new Date(value * 1000);
}

/**
 * The token in what people save or paste: the token itself, with line breaks or quotes, percent-encoded, or the JSON of
 * a token endpoint (`id_token`, `access_token`) or of a CI service (`value`).
 * @throws Problem `usage` where there is none
 */
export function takeToken(raw: string): string {
  const given = raw.replace(/^\ufeff/, '').trim();
  const found = given.startsWith('{') ? fromJson(given) : given;
  const token = found.replace(/^(["'])(.*)\1$/s, '$2').replace(/\s+/g, '');
  if (token === '') throw wrong('There is no token in it.');
  return token.replace(/^(Atz[ar])%7C/i, '$1|');
}

function fromJson(json: string): string {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch (cause) {
    throw new Problem('usage', 'That begins like JSON, but is none.', { question, cause });
  }
  // Where there is an ID token beside the access token, it is the one that vouches.
  const [found] = ['id_token', 'value', 'token', 'access_token'].map((field) => text((answer as Claims)[field])).filter((one) => one !== undefined);
  if (found === undefined) throw wrong('That JSON has no id_token or access_token in it.');
  return found;
}

/** Whose token this most likely is; undefined where nothing says so. */
export function providerOfToken(token: string): WebIdentityProvider | undefined {
  const { kind, issuer } = describeToken(token);
  if (kind.startsWith('amazon')) return 'amazon';
  if (kind.startsWith('google') || googleIssuer.test(issuer ?? '')) return 'google';
  if (kind === 'facebook-app-token' || /^EAA\w{20,}$/.test(token)) return 'facebook';
  return kind === 'opaque' ? undefined : 'oidc';
}

/** Login with Amazon and Facebook vouch by access tokens, all others by ID tokens. Source: STS API reference, AssumeRoleWithWebIdentity, WebIdentityToken. */
export function isAccessTokenWanted(provider: WebIdentityProvider): boolean {
  return provider === 'amazon' || provider === 'facebook';
}

/** What a token is to be. */
export interface WantedToken {
  readonly provider: WebIdentityProvider;
  /** Exactly as the provider announces itself. */
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
const googleIssuer = /^(https:\/\/)?accounts\.google\.com$/;
const question = 'webIdentityToken';

const whereFrom: Readonly<Record<WebIdentityProvider, string>> = {
  oidc: 'AWS wants the ID token: the `id_token` of the provider\'s answer, whole.',
  google: 'AWS wants Google\'s ID token (it begins with eyJ), whole.',
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
  if (token.length < least || token.length > most) throw wrong(`A token of ${token.length.toLocaleString('en')} characters is not taken: STS allows ${least} to ${most.toLocaleString('en')}.`, whereFrom[provider]);
  const why = isAccessTokenWanted(provider) ? notAccessToken(facts, provider) : notIdToken(facts, wanted);
  if (why !== undefined) throw wrong(why, whereFrom[provider]);
  if (wanted.now && facts.expiresAt && facts.expiresAt <= wanted.now) {
    throw new Problem('aws', `This token ended at ${facts.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`, { hint: 'Get a new one from the provider; it is used at once.', question });
  }
  return facts;
}

const names: Readonly<Record<TokenKind, string>> = {
  'id-token': 'an ID token (a JWT)',
  'jwt-access-token': 'an access token',
  'jwt-refresh-token': 'a refresh token',
  'encrypted': 'an encrypted token, which AWS cannot read',
  'amazon-access-token': 'an access token of Login with Amazon',
  'amazon-refresh-token': 'a refresh token of Login with Amazon',
  'google-access-token': 'an access token of Google',
  'google-refresh-token': 'a refresh token of Google',
  'facebook-app-token': 'the token of a Facebook app itself',
  'opaque': 'no JWT (an access token, perhaps)',
};

function notAccessToken({ kind }: TokenFacts, provider: WebIdentityProvider): string | undefined {
  const fits = provider === 'amazon' ? kind === 'amazon-access-token' : kind === 'opaque';
  return fits ? undefined : `This is ${kind === 'opaque' ? 'no access token of Login with Amazon' : names[kind]}.`;
}

function notIdToken(facts: TokenFacts, { provider, issuer, clientId }: WantedToken): string | undefined {
  if (facts.kind !== 'id-token') return `This is ${names[facts.kind]}.`;
  if (!algorithms.test(facts.algorithm ?? '')) return `This token is signed with ${printable(facts.algorithm ?? 'nothing', 20)}; AWS takes RSA and elliptic curve signatures only.`;
  const missing = Object.entries({ iss: facts.issuer, sub: facts.subject, aud: facts.audience[0], exp: facts.expiresAt, iat: facts.issuedAt }).filter(([, value]) => value === undefined);
  if (missing.length > 0) return `This token lacks what AWS looks for: ${missing.map(([name]) => name).join(', ')}.`;
  const from = facts.issuer ?? '';
  if (provider === 'google' ? !googleIssuer.test(from) : issuer !== undefined && from !== issuer) return `This token is from ${printable(from, 200)}, and not from ${provider === 'google' ? 'Google' : printable(issuer ?? '', 200)}.`;
  if (clientId !== undefined && !facts.audience.includes(clientId)) return `This token was made for ${printable(facts.audience.join(', '), 300)}, and not for ${printable(clientId, 200)}.`;
  return undefined;
}

function wrong(message: string, hint?: string): Problem {
  return new Problem('usage', message, { hint, question });
}
