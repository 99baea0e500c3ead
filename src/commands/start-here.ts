import type { House } from '../core/ports/house.js';
import { openRooms } from '../flow/open-rooms.js';
import { overviewOf } from '../flow/overview.js';
import { methods } from '../methods/index.js';
import type { Call } from './call.js';
import { doctor } from './doctor.js';
import { refresh } from './refresh.js';
import { setup } from './setup.js';
import { showStatus } from './status-run.js';

/**
 * `git codecommit` alone: the wizard at first; once there are profiles, their state and what to do about it.
 * With answers given by flags it is the wizard all the same.
 */
export async function startHere(call: Call, house: House): Promise<number | undefined> {
  const profiles = await overviewOf(openRooms(house), methods, house.clock.now());
  if (profiles.length === 0 || !house.ui.interactive || call.saysAny(['method', 'repository', 'profile', 'from', 'dry-run', 'json'])) return await setup.run(call, house);
  house.ui.heading('Your profiles');
  showStatus(profiles, house.clock.now(), house);
  const ended = profiles.filter(({ state }) => state === 'expired' || state === 'expiring');
  const choices = [
    { value: 'refresh', name: ended.length === 0 ? 'Get new credentials' : `Refresh what has ended (${ended.map(({ profile }) => profile).join(', ')})` },
    { value: 'setup', name: 'Set up another' },
    { value: 'doctor', name: 'Find out why Git says 403' },
  ];
  const picked = await house.ui.ask({ kind: 'choice', message: 'What shall we do?', choices });
  if (picked === 'setup') return await setup.run(call, house);
  if (picked === 'doctor') return await doctor.run(call, house);
  if (ended.length === 0) return await refresh.run(call, house);
  for (const { profile } of ended) await refresh.run(call.withOperands([profile]), house);
  return 0;
}
