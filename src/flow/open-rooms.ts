import type { House } from '../core/ports/house.js';
import { openAnswers } from '../profile/answers.js';
import { backupPaths, findPaths } from '../profile/paths.js';
import { openRecipes } from '../profile/recipes.js';
import { openState, openUsedCodes } from '../profile/state.js';
import { openStore } from '../profile/store.js';
import { openTokenStore } from '../profile/token-store.js';
import { whenUsed } from '../core/when-used.js';
import type { Rooms } from './rooms.js';

/** Opens the rooms behind the commands, from the ports of the house. */
export function openRooms(
  house: Pick<House, 'awsFiles' | 'clock' | 'env' | 'files' | 'git' | 'homeDirectory' | 'platform' | 'program'>,
): Rooms {
  const paths = findPaths(house.platform, house.env, house.homeDirectory);
  const recipes = openRecipes(house.files, paths.recipes);
  const state = openState(house.files, paths.state);
  const { files, awsFiles } = house;
  return {
    paths: { ...paths, backups: backupPaths(paths) },
    profiles: openStore({ files, awsFiles, paths, state, managed: () => recipes.list() }),
    recipes,
    settings: whenUsed(async () => (await import('./open-settings.js')).openSettings(house, paths)),
    tokens: openTokenStore(state, files),
    answers: openAnswers(files, paths.state),
    usedCodes: openUsedCodes(state, () => house.clock.now()),
    state,
    forget: (profile) => state.forget(profile),
  };
}
