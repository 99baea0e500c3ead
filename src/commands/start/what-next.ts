import type { House } from '../../core/ports/ports.js';
import { openRooms } from '../../stores/open-stores.js';
import { overviewOf } from '../status/overview.js';
import { methods } from '../../methods/index.js';
import type { Call } from '../shared/call.js';
import { doctor } from '../doctor/index.js';
import { runRefresh } from '../refresh/run.js';
import { runSetup } from '../setup/run.js';
import { showStatus } from '../status/run.js';

/** Shows the profiles, and asks what to do about them. */
export async function whatNext(call: Call, house: House): Promise<number | undefined> {
  const profiles = await overviewOf(openRooms(house), methods, house.clock.now());
  house.ui.heading('Your profiles');
  showStatus(profiles, house.clock.now(), house);
  const ended = profiles.filter(({ state }) => state === 'expired' || state === 'expiring');
  const choices = [
    {
      value: 'refresh',
      name:
        ended.length === 0
          ? 'Get new credentials'
          : `Refresh what has ended (${ended.map(({ profile }) => profile).join(', ')})`,
    },
    { value: 'setup', name: 'Set up another' },
    { value: 'doctor', name: 'Find out why Git says 403' },
  ];
  const picked = await house.ui.ask({ kind: 'choice', message: 'What shall we do?', choices });
  if (picked === 'doctor') return await doctor.run(call, house);
  if (picked === 'setup') await runSetup(call, house);
  else if (ended.length === 0) await runRefresh(call, house);
  else for (const { profile } of ended) await runRefresh(call.withOperands([profile]), house);
  return 0;
}
