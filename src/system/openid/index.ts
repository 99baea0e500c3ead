import type { OpenId } from '../../core/ports/openid.js';
import type { Fetch } from '../network/fetch.js';
import { openWay } from '../network/way.js';
import type { Env } from '../network/proxy.js';

/** What the program knows about where it runs. */
export interface OpenIdSurroundings {
  readonly env: Env;
  readonly now: () => Date;
}

/** The way to a provider, and what its answers tell of the time. */
export interface Line {
  readonly fetch: Fetch;
  /** How far the provider's clock is ahead of this computer's, in seconds, by its last answer. */
  clockSkew(): number;
}

/** OpenID Connect through a certified library, which is loaded when somebody first signs in by it. */
export function openOpenId(around: OpenIdSurroundings): OpenId {
  let line: Promise<Line> | undefined;
  const open = (): Promise<Line> => (line ??= openLine(around));
  return {
    discover: async (issuer, options) => (await import('./discovery.js')).discover(await open(), issuer, options?.signal),
    relyingParty: async (provider, client, options) => (await import('./relying-party.js')).relyingParty(await open(), provider, client, options?.signal),
  };
}

async function openLine({ env, now }: OpenIdSurroundings): Promise<Line> {
  const fetch = await openWay(env);
  let skew = 0;
  return {
    async fetch(url, options) {
      const response = await fetch(url, options);
      const date = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(date)) skew = Math.round((date - now().getTime()) / 1000);
      return response;
    },
    clockSkew: () => skew,
  };
}
