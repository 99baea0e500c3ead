import { environmentRecipe } from '../core/recipe.js';
import type { Ports } from '../core/ports/ports.js';
import { openHelperMemoryStore } from '../state/helper-memory-store.js';
import { backupPaths, findPaths } from '../state/paths.js';
import { openRecipeStore } from '../state/recipes.js';
import { openState, openUsedCodes } from '../state/state.js';
import { openProfileStore } from '../profile/profile-store.js';
import { openTokenStore } from '../state/token-store.js';
import { loadWhenUsed } from '../core/load-when-used.js';
import { openCommandLinkStore } from './command-link-store.js';
import type { Stores } from './stores.js';

/** Opens the stores behind the commands, from the ports. */
export function openStores(
  ports: Pick<Ports, 'awsFileReader' | 'clock' | 'env' | 'files' | 'git' | 'homeDirectory' | 'platform' | 'program'>,
): Stores {
  const paths = findPaths(ports.platform, ports.env, ports.homeDirectory);
  const recipes = openRecipeStore(ports.files, paths.recipes);
  const state = openState(ports.files, paths.state);
  const { files, awsFileReader } = ports;
  return {
    paths: { ...paths, backups: backupPaths(paths) },
    profiles: openProfileStore({
      files,
      awsFileReader,
      paths,
      state,
      managed: async () => (await recipes.list()).filter((name) => name !== environmentRecipe),
    }),
    recipes,
    settings: loadWhenUsed(async () => (await import('./open-git-settings.js')).openGitSettingsStore(ports, paths)),
    tokens: openTokenStore(state, files),
    helperMemory: openHelperMemoryStore(files, paths.state),
    commandLink: openCommandLinkStore(ports, paths),
    usedCodes: openUsedCodes(state),
    state,
  };
}
