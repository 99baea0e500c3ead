import { sayDuration } from '../../core/text/duration.js';
import type { House } from '../../core/ports/ports.js';
import { expiringSeconds } from '../../core/session-state.js';
import { isoSeconds } from '../../core/text/time.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { currentRemote } from '../../git/current-remote.js';
import { openRooms } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { renew } from '../../sign-in/renew.js';
import type { Renewal } from '../../sign-in/renew.js';
import { methods } from '../../methods/index.js';
import type { Call } from '../shared/call.js';

/** Renews a profile and says how long it lasts now. @throws Problem */
export async function runRefresh(call: Call, house: House): Promise<undefined> {
  const rooms = openRooms(house);
  const profile = await pickProfile(call.operands[0] ?? call.text('profile'), house, rooms);
  // Git looks while AWS is asked.
  const looking = currentRemote(house).catch(() => undefined);
  const renewal = await renew(profile, house, rooms, {
    methods,
    given: call,
    margin: expiringSeconds,
    force: call.on('force'),
  });
  tell(renewal, house);
  const remote = renewal.refreshed ? await looking : undefined;
  if (remote !== undefined && (await rooms.settings.profileFor(remote, house.cwd)) === profile)
    house.ui.say('Now run `git pull` again, or whatever Git refused.');
  if (call.on('json')) house.output.write(`${jsonWithoutSecrets(resultOf(renewal, rooms.paths.credentials))}\n`);
}

function tell(
  { profile, credentials: { expiration }, refreshed }: Renewal,
  { ui, clock }: Pick<House, 'ui' | 'clock'>,
): void {
  const left =
    expiration === undefined ? undefined : sayDuration((expiration.getTime() - clock.now().getTime()) / 1000);
  if (!refreshed)
    ui.mark(
      'done',
      left === undefined
        ? `Profile ${profile} says nothing of its end; --force gets new credentials`
        : `Profile ${profile} is still valid for ${left}`,
    );
  else
    ui.mark(
      'done',
      left === undefined
        ? `Profile ${profile} has new credentials`
        : `Profile ${profile} has new credentials, valid for ${left}`,
    );
}

function resultOf({ profile, recipe, credentials, identity, refreshed }: Renewal, credentialsFile: string) {
  return {
    profile,
    method: recipe.method,
    account: identity?.account ?? recipe.account ?? null,
    arn: identity?.arn ?? recipe.arn ?? null,
    expiration: credentials.expiration === undefined ? null : isoSeconds(credentials.expiration),
    region: recipe.region,
    credentialsFile,
    git: [],
    verified: false,
    refreshed,
  };
}
