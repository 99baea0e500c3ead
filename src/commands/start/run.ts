import type { House } from '../../core/ports/ports.js';
import { openRooms } from '../../stores/open-stores.js';
import type { Call } from '../shared/call.js';
import { runSetup } from '../setup/run.js';

/**
 * `git codecommit` alone: the wizard at first; once there are profiles, their state and what to do about it.
 * With answers given by flags it is the wizard all the same.
 */
export async function startHere(call: Call, house: House): Promise<number | undefined> {
  const isFirst = (await openRooms(house).recipes.list()).length === 0;
  const isWizard =
    isFirst || !house.ui.interactive || call.saysAny(['method', 'repository', 'profile', 'from', 'dry-run', 'json']);
  if (!isWizard) return await (await import('./what-next.js')).whatNext(call, house);
  await runSetup(call, house);
  return 0;
}
