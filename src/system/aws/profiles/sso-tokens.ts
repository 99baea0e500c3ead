import { join } from 'node:path';
import { isSamePortal } from '../../../aws/saml/access-portal.js';
import type { AwsAccess } from '../../../core/ports/aws/aws.js';
import type { Files } from '../../../core/ports/files.js';
import type {
  FindTokenOptions,
  SsoOidc,
  SsoRegistration,
  SsoSession,
  SsoToken,
  SsoTokens,
} from '../../../core/ports/aws/identity-center.js';
import { Refusal, isProblem } from '../../../core/problem.js';
import type { Secret } from '../../../core/secret.js';
import { tryToKeep } from '../../../core/try-to-keep.js';
import { outlasts } from '../../../core/session-state.js';
import { formatToken, parseToken, tokenFileName, type CachedToken } from '../../../profile/sso-cache.js';

/** What the token cache needs. */
export interface TokenCacheOptions {
  /** The folder whose `.aws` holds the cache. */
  readonly home: string;
  readonly files: Pick<Files, 'read' | 'edit' | 'withLock'>;
  readonly now: () => Date;
  oidc(access: AwsAccess): Promise<Pick<SsoOidc, 'createToken'>>;
}

/**
 * The cache of `aws sso login`, read and written. A refresh token is good once, so a renewal happens under our lock,
 * and only after the file was read again; the AWS CLI takes no lock, so a renewal that was refused looks once more
 * whether somebody else was faster.
 */
export function ssoTokens(parts: TokenCacheOptions): SsoTokens {
  return {
    keep: (session, token) => keep(parts, session, token),
    find: async (wanted, options = {}) => {
      const session = options.adopts === true ? await adopt(parts, wanted) : wanted;
      const fresh = (token: CachedToken | undefined, margin?: number): Secret | undefined =>
        token &&
        token.accessToken.reveal() !== options.refused?.reveal() &&
        outlasts(token.expiresAt, parts.now(), margin)
          ? token.accessToken
          : undefined;
      const found = await read(parts, session);
      if (fresh(found) || !canRenew(found, parts.now())) return fresh(found, 0);
      return parts.files.withLock(`${pathOf(parts, session)}.renewal`, async () => {
        const token = await read(parts, session);
        try {
          return fresh(token) ?? (await renew(parts, session, token, options)) ?? fresh(token, 0);
        } catch (error) {
          const refused = error instanceof Refusal;
          if (!refused && !isProblem(error, 'network')) throw error;
          const alive = fresh(await read(parts, session), 0);
          if (alive === undefined && !refused) throw error;
          return alive;
        }
      });
    },
  };
}

async function read(parts: TokenCacheOptions, session: SsoSession): Promise<CachedToken | undefined> {
  const token = parseToken(fromBytes(await parts.files.read(pathOf(parts, session))));
  return token && isOf(session, token) ? token : undefined;
}

function keep(parts: TokenCacheOptions, session: SsoSession, token: SsoToken): Promise<void> {
  return parts.files.edit(pathOf(parts, session), (text) => toBytes(formatToken(session, token, fromBytes(text))));
}

/**
 * A session that is new has no token yet, but somebody may have signed in to its portal before there was one: that token
 * lies under the portal's address, and is the session's too from now on. One that has a file of its own keeps it.
 * @returns whose token it is: the portal's still, where it cannot be written
 */
async function adopt(parts: TokenCacheOptions, session: SsoSession): Promise<SsoSession> {
  if (session.name === undefined || (await parts.files.read(pathOf(parts, session))) !== undefined) return session;
  for (const startUrl of spellings(session.startUrl)) {
    const before = { startUrl, region: session.region };
    const token = await read(parts, before);
    if (token === undefined || !(outlasts(token.expiresAt, parts.now(), 0) || canRenew(token, parts.now()))) continue;
    const text = await parts.files.read(pathOf(parts, before));
    const unkept = await tryToKeep(() =>
      parts.files.edit(pathOf(parts, session), (own) => (own === undefined ? text : undefined)),
    );
    return unkept === undefined ? session : before;
  }
  return session;
}

/** The file's name hangs on each character of the address, and people copy it out of a browser. */
function spellings(startUrl: string): readonly string[] {
  const plain = startUrl.replace(/[/#]+$/, '');
  return [...new Set([startUrl, ...['', '/', '#', '/#', '/#/'].map((end) => `${plain}${end}`)])];
}

async function renew(
  parts: TokenCacheOptions,
  session: SsoSession,
  token: CachedToken | undefined,
  { profile, signal }: FindTokenOptions,
): Promise<Secret | undefined> {
  if (!canRenew(token, parts.now())) return undefined;
  const { refreshToken, registration } = token;
  const client = await parts.oidc({ region: session.region, profile, signal });
  const renewed = await client.createToken(registration, { type: 'refresh_token', refreshToken });
  await keep(parts, session, { refreshToken, ...renewed });
  return renewed.accessToken;
}

type Renewable = CachedToken & { readonly refreshToken: Secret; readonly registration: SsoRegistration };

/** A token is renewed by the client it was made for, as long as that is registered. */
function canRenew(token: CachedToken | undefined, now: Date): token is Renewable {
  return token?.refreshToken !== undefined && token.registration !== undefined && token.registration.expiresAt > now;
}

function pathOf({ home }: TokenCacheOptions, session: SsoSession): string {
  return join(home, '.aws', 'sso', 'cache', tokenFileName(session));
}

/** A session of the same name may have led somewhere else before, and a portal may serve several Regions. */
function isOf({ startUrl, region }: SsoSession, token: CachedToken): boolean {
  const isOfPortal = token.startUrl === undefined || isSamePortal(token.startUrl, startUrl);
  return isOfPortal && (token.region === undefined || token.region === region);
}

/** Files come as one character a byte; JSON is UTF-8. */
function fromBytes(text: string | undefined): string {
  return Buffer.from(text ?? '', 'latin1').toString('utf8');
}

function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
