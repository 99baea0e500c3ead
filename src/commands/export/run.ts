import { exportCredentials, exportFormats } from '../../aws/credential-formats/export-formats.js';
import { Problem } from '../../core/problem.js';
import type { House } from '../../core/ports/ports.js';
import { environmentRecipe } from '../../core/recipe.js';
import { openRooms } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { obtainByRecipe, renewIfOurs } from '../../sign-in/renew.js';
import type { Rooms } from '../../stores/stores.js';
import { methods } from '../../methods/index.js';
import type { Call } from '../shared/call.js';

/** A session with less left than this, in seconds, is renewed before it is handed on. */
const margin = 5 * 60;

/** Prints the credentials of a profile. @throws Problem */
export async function runExport(call: Call, house: House): Promise<undefined> {
  if (call.on('json'))
    throw new Problem('usage', '`export` prints secrets, and --json never does.', {
      hint: '`--format process` is JSON for a credential_process.',
    });
  const format = call.oneOf('format', exportFormats) ?? 'env';
  const rooms = openRooms(house);
  house.output.write(exportCredentials(await credentialsFor(call, house, rooms), format));
}

async function credentialsFor(call: Call, house: House, rooms: Rooms) {
  const options = { methods, given: call, margin };
  const recipe = call.text('recipe');
  const profile = recipe ?? (await pickProfile(call.operands[0] ?? call.text('profile'), house, rooms));
  if (recipe !== undefined || profile === environmentRecipe)
    return (await obtainByRecipe(profile, house, rooms, options)).credentials;
  const credentials = (await renewIfOurs(profile, house, rooms, options)) ?? (await rooms.profiles.keys(profile));
  if (credentials !== undefined) return credentials;
  throw new Problem('usage', `Profile ${profile} has no keys.`, { hint: 'Set it up with `git codecommit`.' });
}
