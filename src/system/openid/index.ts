import type { OpenId } from '../../core/ports/openid.js';
import type { Env } from '../network/proxy.js';
import { openLine } from './provider-connection.js';
import type { Line } from './provider-connection.js';

/** What the program knows about where it runs. */
export interface OpenIdSurroundings {
  readonly env: Env;
  readonly now: () => Date;
}

/** OpenID Connect through a certified library, which is loaded when somebody first signs in by it. */
export function openOpenId(around: OpenIdSurroundings): OpenId {
  let line: Promise<Line> | undefined;
  const open = (): Promise<Line> => (line ??= openLine(around));
  return {
    discover: async (issuer, options) =>
      (await import('./discovery.js')).discover(await open(), issuer, options?.signal),
    relyingParty: async (provider, client, options) =>
      (await import('./relying-party.js')).relyingParty(await open(), provider, client, options?.signal),
  };
}
