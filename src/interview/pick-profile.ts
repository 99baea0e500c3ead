import { withVariable } from '../core/interview/missing.js';
import { sentence } from '../core/advice/advice.js';
import { startHere } from '../core/advice/own-commands.js';
import { Problem } from '../core/problem.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Ports } from '../core/ports/ports.js';
import { currentRemote } from '../git/current-remote.js';
import type { Stores } from '../stores/stores.js';

/**
 * The profile that is meant: the one named, else the one the current clone's remote uses, else the only one, else a
 * choice.
 * @throws Problem `usage` where there is none, or several and nobody to ask
 */
export async function pickProfile(
  named: string | undefined,
  ports: Pick<Ports, 'git' | 'cwd' | 'ui' | 'env' | 'files'>,
  stores: Pick<Stores, 'recipes' | 'settings'>,
): Promise<string> {
  if (named !== undefined) return named;
  const managed = await stores.recipes.list();
  const remote = await currentRemote(ports);
  const ofClone = remote === undefined ? undefined : await stores.settings.profileFor(remote, ports.cwd);
  if (ofClone !== undefined && managed.includes(ofClone)) return ofClone;
  if (remote !== undefined && managed.includes(environmentRecipe) && (await stores.settings.asksWithoutProfile(remote)))
    return environmentRecipe;
  const [only] = managed;
  if (only === undefined)
    throw new Problem('usage', 'No profile was set up yet.', { hint: sentence`Start with \`${startHere()}\`.` });
  if (managed.length === 1) return only;
  if (!ports.ui.interactive)
    throw new Problem('usage', `Which profile? There are ${managed.join(', ')}.`, {
      hint: `Name it with ${withVariable('--profile')}.`,
    });
  return await ports.ui.ask({
    kind: managed.length > 12 ? 'search' : 'choice',
    message: 'Which profile?',
    choices: managed.map((name) => ({ value: name, name })),
  });
}
