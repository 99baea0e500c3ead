import type { House } from '../core/ports/ports.js';
import type { Surroundings } from '../core/local-facts.js';
import type { Rooms } from './stores.js';

/** What is known before anything is asked. */
export async function surroundingsOf(
  { env, userName }: Pick<House, 'env' | 'userName'>,
  { profiles }: Pick<Rooms, 'profiles'>,
  region?: string,
): Promise<Surroundings> {
  return { profiles: await profiles.list(), ssoSessions: await profiles.ssoSessions(), env, userName, region };
}
