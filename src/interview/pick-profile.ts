import { Problem } from '../core/problem.js';
import type { House } from '../core/ports/ports.js';
import { currentRemote } from '../git/current-remote.js';
import type { Rooms } from '../stores/stores.js';

/**
 * The profile that is meant: the one named, else the one the current clone's remote uses, else the only one, else a
 * choice.
 * @throws Problem `usage` where there is none, or several and nobody to ask
 */
export async function pickProfile(
  named: string | undefined,
  house: Pick<House, 'git' | 'cwd' | 'ui' | 'env' | 'files'>,
  rooms: Pick<Rooms, 'recipes' | 'settings'>,
): Promise<string> {
  if (named !== undefined) return named;
  const managed = await rooms.recipes.list();
  const remote = await currentRemote(house);
  const ofClone = remote === undefined ? undefined : await rooms.settings.profileFor(remote, house.cwd);
  if (ofClone !== undefined && managed.includes(ofClone)) return ofClone;
  const [only] = managed;
  if (only === undefined)
    throw new Problem('usage', 'No profile was set up yet.', { hint: 'Start with `git codecommit`.' });
  if (managed.length === 1) return only;
  if (!house.ui.interactive)
    throw new Problem('usage', `Which profile? There are ${managed.join(', ')}.`, {
      hint: 'Name it: `git codecommit refresh PROFILE`.',
    });
  return await house.ui.ask({
    kind: managed.length > 12 ? 'search' : 'choice',
    message: 'Which profile?',
    choices: managed.map((name) => ({ value: name, name })),
  });
}
