import type { Credentials } from '../../../core/credentials.js';
import type { Plan } from '../../../core/plan.js';
import type { KeptSignIn } from '../../../core/ports/token-store.js';
import type { Recipe } from '../../../core/recipe.js';
import type { Ui } from '../../../core/ports/ui.js';
import type { Companion } from '../../../sign-in/mfa-session.js';
import type { Rooms } from '../../../stores/stores.js';
import { forgetFailure } from '../../../sign-in/shared-failure.js';

/** Everything that a finished sign-in leads to. */
export interface Writing {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly recipe: Recipe;
  /** What renews it without anybody. */
  readonly signIn?: KeptSignIn | undefined;
  /** Profiles that are written first, because the recipe leans on them. */
  readonly companions: readonly Companion[];
  /** Whether long-term keys in the profile may be replaced. */
  readonly overwrite: boolean;
  /** The clone whose own settings may be meant. */
  readonly cwd: string;
}

/** Writes profile, Region, Git settings and recipe, in this order; each reads back what it wrote. */
export async function writeDown(
  { plan, credentials, recipe, signIn, companions, overwrite, cwd }: Writing,
  rooms: Pick<Rooms, 'profiles' | 'recipes' | 'settings' | 'state' | 'tokens'>,
  ui: Pick<Ui, 'step'>,
): Promise<void> {
  for (const companion of companions) {
    await ui.step(`Writing profile ${companion.profile}`, () =>
      rooms.profiles.write(companion.profile, companion.credentials, {}),
    );
    if (companion.recipe !== undefined) await rooms.recipes.write(companion.profile, companion.recipe);
    await forgetFailure(companion.profile, rooms.state);
  }
  if (plan.credentialsFile !== undefined) {
    await ui.step(`Writing profile ${plan.profile}`, () =>
      rooms.profiles.write(plan.profile, credentials, {
        region: plan.configFile === undefined ? undefined : plan.region,
        overwrite,
      }),
    );
  }
  if (plan.git.length > 0) await ui.step('Setting Git up', () => rooms.settings.apply(plan.profile, plan.git, cwd));
  if (plan.recipesFile !== undefined) await rooms.recipes.write(plan.profile, recipe);
  if (plan.recipesFile !== undefined && signIn) await rooms.tokens.write(plan.profile, signIn);
  if (plan.credentialsFile !== undefined) await forgetFailure(plan.profile, rooms.state);
}
