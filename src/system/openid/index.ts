import type { OpenId } from '../../core/ports/openid.js';
import type { Announce } from '../process/announce.js';
import type { Env } from '../network/proxy.js';
import { openLine } from './provider-connection.js';
import type { ProviderConnection } from './provider-connection.js';

/** What the program knows about where it runs. */
export interface OpenIdOptions {
  readonly env: Env;
  readonly now: () => Date;
  /** Stops every request. */
  readonly signal?: AbortSignal | undefined;
  /** Says whose answer is waited for, where it takes long. */
  readonly announce?: Announce | undefined;
}

/** OpenID Connect through a certified library, which is loaded when somebody first signs in by it. */
export function openOpenId(options: OpenIdOptions): OpenId {
  let connection: Promise<ProviderConnection> | undefined;
  const open = (): Promise<ProviderConnection> => (connection ??= openLine(options));
  return {
    discover: async (issuer, options) =>
      (await import('./discovery.js')).discover(await open(), issuer, options?.signal),
    relyingParty: async (provider, client, options) =>
      (await import('./relying-party.js')).relyingParty(await open(), provider, client, options?.signal),
    githubToken: async (request, options) =>
      (await import('./github-token.js')).githubToken(await open(), request, options?.signal),
  };
}
