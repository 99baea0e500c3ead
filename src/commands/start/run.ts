import type { Ports } from '../../core/ports/ports.js';
import { openStores } from '../../stores/open-stores.js';
import type { Invocation } from '../shared/call.js';
import { runSetup } from '../setup/run.js';

/**
 * `git codecommit` alone: the wizard at first; once there are profiles, their state and what to do about it.
 * With answers given by flags it is the wizard all the same.
 */
export async function startHere(invocation: Invocation, ports: Ports): Promise<number | undefined> {
  const isFirst = (await openStores(ports).recipes.list()).length === 0;
  const isWizard =
    isFirst ||
    !ports.ui.interactive ||
    invocation.saysAny(['method', 'repository', 'profile', 'from', 'dry-run', 'json']);
  if (!isWizard) return await (await import('./what-next.js')).whatNext(invocation, ports);
  await runSetup(invocation, ports);
  return 0;
}
