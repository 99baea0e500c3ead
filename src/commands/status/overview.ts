import type { AnyMethod } from '../../core/method.js';
import { stateOf } from '../../core/session-state.js';
import type { SessionState } from '../../core/session-state.js';
import type { Ports } from '../../core/ports/ports.js';
import { isProblem } from '../../core/problem.js';
import { environmentRecipe } from '../../core/recipe.js';
import { findInVariables } from '../../aws/provider-chain.js';
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
  /** How many seconds the whole session has, where the recipe knows. */
  readonly lasts: number | undefined;
  readonly state: SessionState;
  /** The Git URLs that use it. */
  readonly urls: readonly string[];
}

/** Every profile that git-codecommit manages. */
export async function overviewOf(
  stores: Pick<Stores, 'profiles' | 'recipes' | 'settings'>,
  methods: readonly AnyMethod[],
  { clock, env }: Pick<Ports, 'clock' | 'env'>,
): Promise<readonly ProfileStatus[]> {
  const now = clock.now();
  const uses = await stores.settings.uses();
  const names = await stores.recipes.list();
  return await Promise.all(
    names.map(async (profile): Promise<ProfileStatus> => {
      const recipe = await stores.recipes.read(profile);
      const expiration =
        profile === environmentRecipe ? endInVariables(env) : (await stores.profiles.keys(profile))?.expiration;
      const method = methods.find(({ id }) => id === recipe?.method);
      return {
        profile,
        method: recipe?.method ?? '',
        title: method?.term ?? recipe?.method ?? '',
        account: recipe?.account,
        arn: recipe?.arn,
        region: recipe?.region ?? '',
        expiration,
        lasts: recipe?.lasts,
        state: stateOf(expiration, now),
        urls: uses.get(profile) ?? [],
      };
    }),
  );
}

/** When the keys end that this very environment has; variables that do not fit together say nothing. */
function endInVariables(env: Ports['env']): Date | undefined {
  try {
    const provider = findInVariables(env);
    return provider?.from === 'environment' ? provider.credentials.expiration : undefined;
  } catch (error) {
    if (isProblem(error, 'usage')) return undefined;
    throw error;
  }
}
