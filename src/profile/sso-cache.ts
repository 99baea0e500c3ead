import { createHash } from 'node:crypto';
import type { SsoRegistration, SsoSession, SsoToken } from '../core/ports/aws/identity-center.js';
import { Secret } from '../core/secret.js';
import { parseObject } from '../core/text/parse-object.js';
import { isoSeconds } from '../core/text/time.js';

/** A token as the cache holds it; one that was not made by a recent client cannot be renewed. */
export interface CachedToken extends Omit<SsoToken, 'registration'> {
  readonly registration?: SsoRegistration | undefined;
  readonly startUrl?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The file name of a session's token in `~/.aws/sso/cache`: SHA-1 of the session's name, else of the start URL.
 * Source: AWS SDKs and tools reference, "IAM Identity Center credential provider"; botocore, `SSOTokenLoader`.
 */
export function tokenFileName({ name, startUrl }: Pick<SsoSession, 'name' | 'startUrl'>): string {
  return `${createHash('sha1')
    .update(name ?? startUrl, 'utf8')
    .digest('hex')}.json`;
}

/** Reads a cached token; undefined where the text is none (cut off, another tool's, a client registration). */
export function parseToken(text: string): CachedToken | undefined {
  const fields = parseObject(text) ?? {};
  const [accessToken, expiresAt] = [textIn(fields, 'accessToken'), timeIn(fields, 'expiresAt')];
  if (accessToken === undefined || expiresAt === undefined) return undefined;
  const refreshToken = textIn(fields, 'refreshToken');
  return {
    accessToken: new Secret(accessToken),
    expiresAt,
    startUrl: textIn(fields, 'startUrl'),
    region: textIn(fields, 'region'),
    registration: registrationIn(fields),
    ...(refreshToken !== undefined && { refreshToken: new Secret(refreshToken) }),
  };
}

/**
 * A token as the AWS CLI writes it, so that it can use and renew it.
 * @param before the file's text so far; fields that neither of us knows are kept
 */
export function formatToken(session: SsoSession, token: SsoToken, before?: string): string {
  return JSON.stringify({
    ...parseObject(before ?? ''),
    startUrl: session.startUrl,
    region: session.region,
    accessToken: token.accessToken.reveal(),
    expiresAt: isoSeconds(token.expiresAt),
    clientId: token.registration.clientId,
    clientSecret: token.registration.clientSecret.reveal(),
    registrationExpiresAt: isoSeconds(token.registration.expiresAt),
    refreshToken: token.refreshToken?.reveal(),
  });
}

function registrationIn(fields: Fields): SsoRegistration | undefined {
  const [clientId, clientSecret] = [textIn(fields, 'clientId'), textIn(fields, 'clientSecret')];
  const expiresAt = timeIn(fields, 'registrationExpiresAt');
  if (clientId === undefined || clientSecret === undefined || expiresAt === undefined) return undefined;
  return { clientId, clientSecret: new Secret(clientSecret), expiresAt };
}

type Fields = Readonly<Record<string, unknown>>;

function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Older versions of the AWS CLI wrote `2020-06-17T10:02:08UTC`. */
function timeIn(fields: Fields, name: string): Date | undefined {
  const time = new Date((textIn(fields, name) ?? '').replace(/UTC$/, 'Z'));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
