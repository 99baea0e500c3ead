import { environmentRecipe } from '../../core/recipe.js';
import type { Ports } from '../../core/ports/ports.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import { readAbsent, withoutAddedEnd } from '../../state/absent.js';
import type { Stores } from '../../stores/stores.js';
import { endSignIn } from './end-sign-in.js';
import type { Ending } from './end-sign-in.js';
import { forgetBrowser } from './forget-browser.js';

/** Takes back what was written for a profile. The recipe goes last: without it nothing more could be taken back. */
export async function takeBack(profile: string, ports: Ports, stores: Stores): Promise<Ending> {
  await stores.settings.remove(profile);
  // A section of that name is somebody else's: we write none.
  if (profile !== environmentRecipe) await stores.profiles.remove(profile);
  const ending = await endSignIn(profile, ports, stores);
  await forgetBrowser(profile, ports, stores);
  await stores.state.forget(profile);
  await stores.recipes.remove(profile);
  await clearCompiled(ports.files, stores);
  await restoreEnds(ports, stores);
  return ending;
}

/** Takes the line end away again that AWS's files have got because of ours, where nothing else is different. */
async function restoreEnds({ files }: Pick<Ports, 'files'>, { paths }: Pick<Stores, 'paths'>): Promise<void> {
  const record = await readAbsent(files, paths.state);
  for (const path of [paths.credentials, paths.config].filter((one) => Object.hasOwn(record.unended, one)))
    await files.edit(path, (text) => text && withoutAddedEnd(text, path, record));
}
