import type { Fetch } from '../network/fetch.js';
import type { Env } from '../network/proxy.js';
import type { Announce } from '../process/announce.js';
import { loadFetch } from '../network/load-fetch.js';

/** How a provider is reached, and what its answers tell of the time. */
export interface ProviderConnection {
  readonly fetch: Fetch;
  /** How far the provider's clock is ahead of this computer's, in seconds, by its last answer. */
  clockSkew(): number;
}

/** Opens the way to a provider: through the user's proxy, trusting the user's certificates. */
export async function openLine({
  env,
  now,
  signal,
  announce,
}: {
  readonly env: Env;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
  readonly announce?: Announce | undefined;
}): Promise<ProviderConnection> {
  const fetch = await loadFetch(env, signal, announce);
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
