import { sentence } from '../../core/advice/advice.js';
import { startHere } from '../../core/advice/own-commands.js';
import { exportCredentials, exportFormats } from '../../aws/credential-formats/export-formats.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { environmentRecipe } from '../../core/recipe.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { obtainByRecipe, renewIfOurs } from '../../sign-in/renew.js';
import type { Stores } from '../../stores/stores.js';
import { methods } from '../../methods/index.js';
import type { InvocationOf } from '../common/call.js';
import type { ExportFlag } from './flags.js';

/** Prints the credentials of a profile. @throws Problem */
export async function runExport(invocation: InvocationOf<ExportFlag>, ports: Ports): Promise<undefined> {
  if (invocation.on('json'))
    throw new Problem('usage', '`export` prints secrets, and --json never does.', {
      hint: '`--format process` is JSON for a credential_process.',
    });
  const format = invocation.oneOf('format', exportFormats) ?? 'env';
  const stores = openStores(ports);
  ports.output.write(exportCredentials(await credentialsFor(invocation, ports, stores), format));
}

async function credentialsFor(invocation: InvocationOf<ExportFlag>, ports: Ports, stores: Stores) {
  const options = { methods, given: invocation };
  const recipe = invocation.text('recipe');
  const profile = recipe ?? (await pickProfile(invocation.operands[0] ?? invocation.text('profile'), ports, stores));
  if (recipe !== undefined || profile === environmentRecipe)
    return (await obtainByRecipe(profile, ports, stores, options)).credentials;
  const credentials = (await renewIfOurs(profile, ports, stores, options)) ?? (await stores.profiles.keys(profile));
  if (credentials !== undefined) return credentials;
  throw new Problem('usage', `Profile ${profile} has no keys.`, { hint: sentence`Set it up with \`${startHere()}\`.` });
}
