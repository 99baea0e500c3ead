import type { Ports } from '../../core/ports/ports.js';
import { openStores } from '../../stores/open-stores.js';
import type { Askable, Invocation, InvocationOf } from '../common/call.js';
import type { SetupFlag } from '../setup/flags.js';
import { runSetup } from '../setup/run.js';

/**
 * `git codecommit` alone: the wizard at first; once there are profiles, their state and what to do about it.
 * With answers given by flags it is the wizard all the same.
 */
export async function startHere(invocation: Invocation<Askable>, ports: Ports): Promise<number | undefined> {
  const isFirst = (await openStores(ports).recipes.list()).length === 0;
  if (!isFirst && ports.ui.interactive && !beginsSetup(invocation))
    return await (await import('./what-next.js')).whatNext(invocation, ports);
  await runSetup(invocation, ports);
  return 0;
}

function beginsSetup(invocation: InvocationOf<SetupFlag>): boolean {
  return invocation.saysAny(['method', 'repository', 'profile', 'from', 'dry-run', 'json']);
}
