import type { Ports } from '../core/ports/ports.js';
import type { LocalFacts } from '../core/local-facts.js';
import type { Stores } from './stores.js';

/** What is known before anything is asked. */
export async function findLocalFacts(
  { env, userName }: Pick<Ports, 'env' | 'userName'>,
  { profiles }: Pick<Stores, 'profiles'>,
  region?: string,
): Promise<LocalFacts> {
  return { profiles: await profiles.list(), ssoSessions: await profiles.ssoSessions(), env, userName, region };
}
