import type { House } from '../core/ports/house.js';
import { findPaths } from '../profile/paths.js';
import { openRecipes } from '../profile/recipes.js';
import { openState, openUsedCodes } from '../profile/state.js';
import { staticKeys } from '../profile/static-keys.js';
import { editSection } from '../profile/ini-section.js';
import { readAsBotocore } from '../profile/readings.js';
import { isoSeconds } from '../core/time.js';
import { openSettings } from './open-settings.js';
import type { Rooms } from './rooms.js';

/** Opens the rooms behind the commands, from the ports of the house. */
export function openRooms(house: House): Rooms {
  const paths = findPaths(house.platform, house.env, house.homeDirectory);
  const recipes = openRecipes(house.files, paths.recipes);
  const state = openState(house.files, paths.state);
  const read = async () => ({ credentials: await house.files.read(paths.credentials), config: await house.files.read(paths.config) });
  return {
    paths: { ...paths, backups: [] },
    profiles: {
      list: async () => {
        const managed = await recipes.list();
        return Object.entries(readAsBotocore((await read()).credentials ?? '')).map(([name, values]) => ({ name, describes: 'keys', longTerm: values['aws_access_key_id']?.startsWith('AKIA') ?? false, managed: managed.includes(name) }));
      },
      ssoSessions: () => Promise.resolve([]),
      keys: async (name) => staticKeys(name, await read()),
      whyNotTarget: () => Promise.resolve(undefined),
      write: (name, c) => house.files.edit(paths.credentials, (t) => editSection(t ?? '', name, { set: { aws_access_key_id: c.accessKeyId, aws_secret_access_key: c.secretAccessKey.reveal(), ...(c.sessionToken ? { aws_session_token: c.sessionToken.reveal() } : {}), ...(c.expiration ? { x_security_token_expires: isoSeconds(c.expiration) } : {}) } })),
      remove: () => Promise.resolve(),
    },
    recipes,
    settings: openSettings(house, paths),
    usedCodes: openUsedCodes(state, () => house.clock.now()),
    state,
    forget: (profile) => state.forget(profile),
  };
}
