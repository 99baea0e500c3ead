import type { House } from '../core/ports/ports.js';
import { openAnswers } from '../state/helper-memory-store.js';
import { backupPaths, findPaths } from '../state/paths.js';
import { openRecipes } from '../state/recipes.js';
import { openState, openUsedCodes } from '../state/state.js';
import { openStore } from '../profile/profile-store.js';
import { openTokenStore } from '../state/token-store.js';
import { whenUsed } from '../core/load-when-used.js';
import type { Rooms } from './stores.js';

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
    settings: whenUsed(async () => (await import('./git-settings.js')).openSettings(house, paths)),
    tokens: openTokenStore(state, files),
    answers: openAnswers(files, paths.state),
    usedCodes: openUsedCodes(state, () => house.clock.now()),
    state,
    forget: (profile) => state.forget(profile),
  };
}
