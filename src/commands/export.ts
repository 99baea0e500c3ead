import { exportCredentials, exportFormats } from '../aws/export-formats.js';
import { Problem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';
import { openRooms } from '../flow/open-rooms.js';
import { pickProfile } from '../flow/pick-profile.js';
import { obtainByRecipe, renewIfOurs } from '../flow/renew.js';
import type { Rooms } from '../flow/rooms.js';
import { methods } from '../methods/index.js';
import type { Call } from './call.js';
import type { Command } from './command.js';
import { freshFlags } from './setup-flags.js';

/** A session with less left than this, in seconds, is renewed before it is handed on. */
const margin = 5 * 60;

/** Credentials for other programs, renewed first where they have ended. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'the credentials for a shell or another program',
  operands: '[PROFILE]',
  most: 1,
  about: 'Prints a profile\'s credentials on standard output in the formats of `aws configure export-credentials`; `--format process` serves as a credential_process. A session of ours that has ended is renewed first. `--recipe environment` signs in by the recipe of `setup --save-to environment` and writes nothing.',
  flags: [
    { name: 'format', kind: 'value', valueName: 'FORMAT', help: 'how to print them (default: env)', values: exportFormats },
    { name: 'recipe', kind: 'value', valueName: 'NAME', help: 'sign in by this recipe, and write nothing' },
    ...freshFlags,
  ],
  run: runExport,
};

async function runExport(call: Call, house: House): Promise<undefined> {
  if (call.on('json')) throw new Problem('usage', '`export` prints secrets, and --json never does.', { hint: '`--format process` is JSON for a credential_process.' });
  const format = call.oneOf('format', exportFormats) ?? 'env';
  const rooms = openRooms(house);
  house.output.write(exportCredentials(await credentialsFor(call, house, rooms), format));
}

async function credentialsFor(call: Call, house: House, rooms: Rooms) {
  const recipe = call.text('recipe');
  const options = { methods, given: call, margin };
  if (recipe !== undefined) return (await obtainByRecipe(recipe, house, rooms, options)).credentials;
  const profile = await pickProfile(call.operands[0] ?? call.text('profile'), house, rooms);
  const credentials = (await renewIfOurs(profile, house, rooms, options)) ?? (await rooms.profiles.keys(profile));
  if (credentials !== undefined) return credentials;
  throw new Problem('usage', `Profile ${profile} has no keys.`, { hint: 'Set it up with `git codecommit`.' });
}
