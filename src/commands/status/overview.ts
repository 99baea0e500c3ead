import type { AnyMethod } from '../../core/method.js';
import { stateOf } from '../../core/session-state.js';
import type { SessionState } from '../../core/session-state.js';
import type { Stores } from '../../stores/stores.js';

/** A profile of ours and how it stands. */
export interface ProfileStatus {
  readonly profile: string;
  readonly method: string;
  /** The method's own words; its id where this version does not have it. */
  readonly title: string;
  readonly account: string | undefined;
  readonly arn: string | undefined;
  readonly region: string;
  readonly expiration: Date | undefined;
  readonly state: SessionState;
  /** The Git URLs that use it. */
  readonly urls: readonly string[];
}

/** Every profile that git-codecommit manages. */
export async function overviewOf(
  stores: Pick<Stores, 'profiles' | 'recipes' | 'settings'>,
  methods: readonly AnyMethod[],
  now: Date,
): Promise<readonly ProfileStatus[]> {
  const uses = await stores.settings.uses();
  const names = await stores.recipes.list();
  return await Promise.all(
    names.map(async (profile): Promise<ProfileStatus> => {
      const recipe = await stores.recipes.read(profile);
      const expiration = (await stores.profiles.keys(profile))?.expiration;
      const method = methods.find(({ id }) => id === recipe?.method);
      return {
        profile,
        method: recipe?.method ?? '',
        title: method?.term ?? recipe?.method ?? '',
        account: recipe?.account,
        arn: recipe?.arn,
        region: recipe?.region ?? '',
        expiration,
        state: stateOf(expiration, now),
        urls: uses.get(profile) ?? [],
      };
    }),
  );
}
