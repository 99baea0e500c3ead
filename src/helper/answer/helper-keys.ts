import type { HelperKeys, KeySources } from './key-sources.js';

/**
 * The keys for one call of the helper. `--profile NAME` means that profile's keys and nothing else; no profile means
 * what `findProvider` finds. AWS's page tells users of the environment to write `--profile default`, so that means the
 * same where `[default]` has no keys.
 * @param region of the repository
 * @throws Problem when there are none
 */
export async function helperKeys(
  profile: string | undefined,
  sources: KeySources,
  region: string,
): Promise<HelperKeys> {
  const credentials = profile === undefined ? undefined : sources.staticKeys(profile);
  if (credentials) return { credentials, from: 'profile', profile };
  if (profile === undefined || profile === 'default')
    return await (await import('./keys-without-profile.js')).keysWithoutProfile(sources, region);
  throw await (await import('./key-hints.js')).noKeys(profile, sources);
}
