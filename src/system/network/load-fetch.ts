import type { Announce } from '../process/announce.js';
import type { Fetch } from './fetch.js';
import type { Env } from './proxy.js';

/**
 * `fetch` through the user's proxy, for what is no client of AWS's. It is loaded when it is first needed: TLS is slow
 * to load.
 * @param signal stops every request
 * @param announce says whose answer is waited for, where it takes long
 */
export async function loadFetch(env: Env, signal?: AbortSignal, announce?: Announce): Promise<Fetch> {
  const [{ openAgents }, { trustedContext }, { openFetch }] = await Promise.all([
    import('./agents.js'),
    import('./certificates.js'),
    import('./fetch.js'),
  ]);
  return openFetch(openAgents(env, trustedContext(env)), env, signal, announce);
}
