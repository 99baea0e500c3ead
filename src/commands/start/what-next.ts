import type { Ports } from '../../core/ports/ports.js';
import { environmentRecipe } from '../../core/recipe.js';
import { openStores } from '../../stores/open-stores.js';
import { overviewOf } from '../status/overview.js';
import { methods } from '../../methods/index.js';
import type { Askable, Invocation } from '../common/call.js';
import { doctor } from '../doctor/index.js';
import { runRefresh } from '../refresh/run.js';
import { runSetup } from '../setup/run.js';
import { showStatus } from '../status/run.js';

/** Shows the profiles, and asks what to do about them. */
export async function whatNext(invocation: Invocation<Askable>, ports: Ports): Promise<number | undefined> {
  const profiles = await overviewOf(openStores(ports), methods, ports);
  ports.ui.heading('Your profiles');
  showStatus(profiles, ports.clock.now(), ports);
  // What is in no profile, no refresh brings back.
  const ended = profiles.filter(
    ({ profile, state }) => profile !== environmentRecipe && (state === 'expired' || state === 'expiring'),
  );
  const isRefreshable = profiles.some(({ profile }) => profile !== environmentRecipe);
  const refresh = [
    {
      value: 'refresh',
      name:
        ended.length === 0
          ? 'Get new credentials'
          : `Refresh what has ended (${ended.map(({ profile }) => profile).join(', ')})`,
    },
  ];
  const choices = [
    ...(isRefreshable ? refresh : []),
    { value: 'setup', name: 'Set up another' },
    { value: 'doctor', name: 'Find out why Git says 403' },
  ];
  const picked = await ports.ui.ask({ kind: 'choice', message: 'What shall we do?', choices });
  if (picked === 'doctor') return await doctor.run(invocation, ports);
  if (picked === 'setup') await runSetup(invocation, ports);
  else if (ended.length === 0) await runRefresh(invocation, ports);
  else for (const { profile } of ended) await runRefresh(invocation.withOperands([profile]), ports);
  return 0;
}
