import { parseObject } from '../../core/text/parse-object.js';

/** Who vouches for somebody. `oidc` is any OpenID provider that an account's administrator has added to IAM. */
export const webIdentityProviders = ['oidc', 'google', 'amazon', 'facebook'] as const;
/** One of them. */
export type WebIdentityProvider = (typeof webIdentityProviders)[number];

/** The CI services that vouch for the job that runs in them, as OpenID providers. */
export const jobProviders = ['github', 'gitlab'] as const;
/** One of them. */
export type JobProvider = (typeof jobProviders)[number];

/** Whether it is a job that somebody vouches for, not a person. */
export function isJobProvider(provider: unknown): provider is JobProvider {
  return jobProviders.some((one) => one === provider);
}

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

/**
 * How opaque tokens begin. Source: Login with Amazon, "Access tokens" and "Refresh tokens"; Google's are seen, not
 * documented.
 */
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
  const isAccess =
    /^(application\/)?at\+jwt$/i.test(text(header['typ']) ?? '') ||
    claims['token_use'] === 'access' ||
    type === 'Bearer' ||
    claims['scp'] !== undefined;
  return isAccess ? 'jwt-access-token' : 'id-token';
}

function readJson(part: string | undefined): Claims | undefined {
  if (part === undefined || !/^[\w-]+=*$/.test(part)) return undefined;
  return parseObject(Buffer.from(part, 'base64url').toString('utf8'));
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
 * How Google names itself in its ID tokens, with and without the scheme. Source: Google, "OpenID Connect", validating
 * an ID token.
 */
export const googleIssuer = /^(https:\/\/)?accounts\.google\.com$/;

/** Whose token this most likely is; undefined where nothing says so. */
export function providerOfToken(token: string): WebIdentityProvider | undefined {
  const { kind, issuer } = describeToken(token);
  if (kind.startsWith('amazon')) return 'amazon';
  if (kind.startsWith('google') || googleIssuer.test(issuer ?? '')) return 'google';
  if (kind === 'facebook-app-token' || /^EAA\w{20,}$/.test(token)) return 'facebook';
  return kind === 'opaque' ? undefined : 'oidc';
}

/**
 * Login with Amazon and Facebook vouch by access tokens, all others by ID tokens. Source: STS API reference,
 * AssumeRoleWithWebIdentity, WebIdentityToken.
 */
export function isAccessTokenWanted(provider: WebIdentityProvider): boolean {
  return provider === 'amazon' || provider === 'facebook';
}
