import type { Advice } from '../core/advice/advice.js';
import { setGitSetting } from '../core/advice/other-programs.js';
import {
  guardBareRepositories,
  loadRecipe,
  refresh,
  repairGit,
  setUp,
  takeEnvironment,
} from '../core/advice/own-commands.js';
import { bareRepositoryGuard } from '../git/settings/bare-repository-guard.js';
import { stateOf } from '../core/session-state.js';
import type { DiagnosisFacts } from './check.js';

// What a person is told to do, and `--fix` does.

/**
 * New credentials by the recipe, though the old ones may say that they are still good; writing them also repairs the
 * rest of the profile.
 */
export function refreshFix(facts: Pick<DiagnosisFacts, 'profile' | 'recipe' | 'keysFrom'>): Advice | undefined {
  return byRecipe(facts, { force: true });
}

/** New credentials where the old ones have ended. */
export function renewFix(facts: Pick<DiagnosisFacts, 'profile' | 'recipe' | 'keysFrom'>): Advice | undefined {
  return byRecipe(facts, { force: false });
}

function byRecipe(
  { profile, recipe, keysFrom }: Pick<DiagnosisFacts, 'profile' | 'recipe' | 'keysFrom'>,
  { force }: { readonly force: boolean },
): Advice | undefined {
  const isOthers = keysFrom === 'role' || keysFrom === 'aws-cli';
  return profile === undefined || recipe === undefined || isOthers ? undefined : refresh(profile, { force });
}

/** New credentials for the shell that Git is run from: only our own recipe can bring some. */
export function environmentFix({ recipe }: Pick<DiagnosisFacts, 'recipe'>): Advice | undefined {
  return recipe === undefined || recipe.method === 'environment' ? undefined : loadRecipe();
}

/** The same in words, where no command of ours can bring any. */
export function environmentWords(facts: Pick<DiagnosisFacts, 'recipe'>): string {
  return environmentFix(facts) === undefined ? ' Put new ones there, as you did the first time.' : '';
}

/** Lets Git use what is in the environment; from the beginning where that cannot be taken. */
export function takeEnvironmentFix(
  { keys, keysFrom, ...where }: Pick<DiagnosisFacts, 'keys' | 'keysFrom' | 'remote' | 'cleanUrl'>,
  now: Date,
): Advice {
  const isGood =
    (keysFrom === 'environment' || keysFrom === 'web-identity') &&
    keys?.sessionToken !== undefined &&
    stateOf(keys.expiration, now) !== 'expired';
  return isGood ? takeEnvironment(repositoryIn(where)) : setUpFix(where);
}

type Where = Pick<DiagnosisFacts, 'remote' | 'cleanUrl'>;

function repositoryIn({ cleanUrl }: Pick<Where, 'cleanUrl'>): string | undefined {
  return cleanUrl?.includes('/v1/repos/') === true ? cleanUrl : undefined;
}

/** Sets it up from the beginning; in a clone the wizard sees by itself what for. */
export function setUpFix({ remote, cleanUrl }: Where): Advice {
  const url = remote === undefined ? repositoryIn({ cleanUrl }) : undefined;
  return url === undefined ? setUp() : setUp('repository', url);
}

type Whom = Pick<DiagnosisFacts, 'profile' | 'owner' | 'ownerHasRecipe' | 'recipe'>;

/** By whose recipe settings can be written: whom they were written for, else whom Git uses. */
export function whoseRecipe({ profile, owner, ownerHasRecipe, recipe }: Whom): string | undefined {
  if (owner !== undefined && ownerHasRecipe) return owner;
  return recipe === undefined ? undefined : profile;
}

/** Git's settings for CodeCommit, written anew; without a recipe, whoever they were written for, from the beginning. */
export function settingsFix({ remote, cleanUrl, ...whom }: Whom & Where): Advice {
  const whose = whoseRecipe(whom);
  return whose === undefined
    ? setUpFix({ remote, cleanUrl })
    : repairGit(whose, remote === undefined ? cleanUrl : undefined);
}

/**
 * Git's guard against repositories in folders of a clone; by our own record, where there is a profile to keep it for.
 */
export function guardFix(whom: Whom): Advice {
  const whose = whoseRecipe(whom);
  return whose === undefined ? guardByGit() : guardBareRepositories(whose);
}

/** The same without a record. */
export function guardByGit(): Advice {
  return setGitSetting(['--global'], bareRepositoryGuard.key, bareRepositoryGuard.value);
}
