import type { Files } from '../core/ports/files.js';
import type { PrivateState } from '../core/ports/private-state.js';
import type { KeptSignIn, TokenStore } from '../core/ports/token-store.js';
import { Secret } from '../core/secret.js';

const document = 'tokens';

/** A renewal asks a provider twice, and each answer may take half a minute. */
const waitMs = 60_000;

/** Keeps the sign-ins at identity providers in our private state. */
export function openTokenStore(
  state: Pick<PrivateState, 'path' | 'read' | 'write' | 'remove'>,
  files: Pick<Files, 'withLock'>,
): TokenStore {
  return {
    read: async (profile) => signInFrom(await state.read(profile, document)),
    write: (profile, signIn) =>
      signIn ? state.write(profile, document, contentOf(signIn)) : state.remove(profile, document),
    withLock: (profile, work) => files.withLock(`${state.path(profile, document)}.renewal`, work, { waitMs }),
  };
}

function contentOf({
  issuer,
  clientId,
  clientSecret,
  refreshToken,
  deviceKey,
}: KeptSignIn): Readonly<Record<string, string | undefined>> {
  return { issuer, clientId, clientSecret: clientSecret?.reveal(), refreshToken: refreshToken.reveal(), deviceKey };
}

/** What is not whole is nothing: somebody signs in again. */
function signInFrom(content: unknown): KeptSignIn | undefined {
  if (typeof content !== 'object' || content === null) return undefined;
  const field = (name: string): string | undefined => {
    const value = (content as Readonly<Record<string, unknown>>)[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [issuer, clientId, refreshToken, secret] = ['issuer', 'clientId', 'refreshToken', 'clientSecret'].map(field);
  if (issuer === undefined || clientId === undefined || refreshToken === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: secret === undefined ? undefined : new Secret(secret),
    refreshToken: new Secret(refreshToken),
    deviceKey: field('deviceKey'),
  };
}
