import type { House } from '../core/ports/house.js';
import { findPaths } from '../profile/paths.js';
import { openRecipes } from '../profile/recipes.js';
import { openState, openUsedCodes } from '../profile/state.js';
import { staticKeys } from '../profile/static-keys.js';
import { editSection } from '../profile/ini-section.js';
import { readAsBotocore } from '../profile/readings.js';
import { isoSeconds } from '../core/time.js';
import type { Rooms, SettingsRoom } from './rooms.js';

/** Opens the rooms behind the commands, from the ports of the house. */
export function openRooms(house: House): Rooms {
  const paths = findPaths(house.platform, house.env, house.homeDirectory);
  const recipes = openRecipes(house.files, paths.recipes);
  const state = openState(house.files, paths.state);
  const read = async () => ({ credentials: await house.files.read(paths.credentials), config: await house.files.read(paths.config) });
  const settings: SettingsRoom = {
    plan: ({ profile, host }) => {
      const base = `credential.https://${host}`;
      const value = `!'${process.execPath}' '${house.programFolder}/git-credential-codecommit.cjs'${profile ? ` --profile '${profile}'` : ''}`;
      return Promise.resolve([{ scope: 'global', key: `${base}.helper`, value: '' }, { scope: 'global', key: `${base}.helper`, value }, { scope: 'global', key: `${base}.useHttpPath`, value: 'true' }]);
    },
    profileFor: async (url) => /--profile '([^']*)'/.exec((await house.git.run(['config', '--get-urlmatch', 'credential.helper', url])).stdout)?.[1],
    uses: () => Promise.resolve(new Map()),
    apply: async (_p, list) => { for (const { key, value } of list) await house.git.run(['config', '--global', '--add', key, value]); },
    remove: () => Promise.resolve([]),
  };
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
    settings,
    usedCodes: openUsedCodes(state, () => house.clock.now()),
    forget: (profile) => state.forget(profile),
  };
}
