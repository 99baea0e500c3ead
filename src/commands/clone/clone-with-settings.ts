import { gitHost } from '../../aws/codecommit/hosts.js';
import { environmentRecipe } from '../../core/recipe.js';
import type { Stores } from '../../stores/stores.js';

/** A repository, and the profile that reads it; `environment` for none. */
export interface RepositoryOfProfile {
  readonly url: string;
  readonly name: string;
  readonly region: string;
  readonly profile: string;
}

/**
 * Settings for a clone whose URL does not lead to the profile already: they stay in the clone.
 * @returns `-c KEY=VALUE` for each, as `git` and `git clone` take them
 */
export async function settingsOfClone(
  { url, name, region, profile }: RepositoryOfProfile,
  settings: Stores['settings'],
): Promise<readonly string[]> {
  const ofNone = profile === environmentRecipe;
  if (ofNone ? await settings.asksWithoutProfile(url) : (await settings.profileOutside(url)) === profile) return [];
  const planned = await settings.plan({
    scope: 'repository',
    helper: 'codecommit',
    profile: ofNone ? undefined : profile,
    region,
    host: new URL(url).host || gitHost(region),
    repository: name,
  });
  return planned.flatMap(({ key, value }) => ['-c', `${key}=${value}`]);
}
