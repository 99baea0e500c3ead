import type { Credentials } from '../../../core/credentials.js';
import type { Plan } from '../../../core/plan.js';
import type { KeptSignIn } from '../../../core/ports/token-store.js';
import type { Recipe } from '../../../core/recipe.js';
import type { Ui } from '../../../core/ports/ui.js';
import type { ExtraProfile } from '../../../sign-in/mfa-session.js';
import type { Stores } from '../../../stores/stores.js';
import { forgetFailure } from '../../../sign-in/shared-failure.js';

/** Everything that a finished sign-in leads to. */
export interface Writing {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly recipe: Recipe;
  /** What renews it without anybody. */
  readonly signIn?: KeptSignIn | undefined;
  /** Profiles that are written first, because the recipe leans on them. */
  readonly extraProfiles: readonly ExtraProfile[];
  /** Whether long-term keys in the profile may be replaced. */
  readonly overwrite: boolean;
  /** The clone whose own settings may be meant. */
  readonly cwd: string;
}

/** Writes profile, Region, Git settings and recipe, in this order; each reads back what it wrote. */
export async function writeDown(
  { plan, credentials, recipe, signIn, extraProfiles, overwrite, cwd }: Writing,
  stores: Pick<Stores, 'profiles' | 'recipes' | 'settings' | 'state' | 'tokens'>,
  ui: Pick<Ui, 'step'>,
): Promise<void> {
  for (const extra of extraProfiles) {
    await ui.step(`Writing profile ${extra.profile}`, () =>
      stores.profiles.write(extra.profile, extra.credentials, {}),
    );
    if (extra.recipe !== undefined) await stores.recipes.write(extra.profile, extra.recipe);
    await forgetFailure(extra.profile, stores.state);
  }
  if (plan.credentialsFile !== undefined) {
    await ui.step(`Writing profile ${plan.profile}`, () =>
      stores.profiles.write(plan.profile, credentials, {
        region: plan.configFile === undefined ? undefined : plan.region,
        overwrite,
      }),
    );
  }
  if (plan.git.length > 0) await ui.step('Setting Git up', () => stores.settings.apply(plan.profile, plan.git, cwd));
  if (plan.recipesFile !== undefined) await stores.recipes.write(plan.profile, recipe);
  if (plan.recipesFile !== undefined && signIn) await stores.tokens.write(plan.profile, signIn);
  if (plan.credentialsFile !== undefined) await forgetFailure(plan.profile, stores.state);
}
