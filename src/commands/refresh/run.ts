import { sentence } from '../../core/advice/advice.js';
import { gitPull } from '../../core/advice/other-programs.js';
import { sayDuration } from '../../core/text/duration.js';
import type { Ports } from '../../core/ports/ports.js';
import { Problem } from '../../core/problem.js';
import { expiringSeconds } from '../../core/session-state.js';
import { isoSeconds } from '../../core/text/time.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { currentRemote } from '../../git/current-remote.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { renew, sayUnkept } from '../../sign-in/renew.js';
import type { Renewal } from '../../sign-in/renew.js';
import { methods } from '../../methods/index.js';
import type { InvocationOf } from '../common/call.js';
import type { RefreshFlag } from './flags.js';

/** Renews a profile and says how long it lasts now. @throws Problem */
export async function runRefresh(invocation: InvocationOf<RefreshFlag>, ports: Ports): Promise<undefined> {
  const stores = openStores(ports);
  const profile = await pickProfile(invocation.operands[0] ?? invocation.text('profile'), ports, stores);
  // Git looks while AWS is asked.
  const looking = currentRemote(ports).catch(() => undefined);
  const renewal = await renew(profile, ports, stores, {
    methods,
    given: invocation,
    margin: expiringSeconds,
    force: invocation.on('force'),
  });
  const { unkept } = renewal;
  if (unkept !== undefined) throw new Problem('file', sayUnkept(profile, unkept), { hint: unkept.hint, cause: unkept });
  tell(renewal, ports);
  const remote = renewal.refreshed ? await looking : undefined;
  if (remote !== undefined && (await stores.settings.profileFor(remote, ports.cwd)) === profile)
    ports.ui.say(sentence`Now run \`${gitPull()}\` again, or whatever Git refused.`);
  if (invocation.on('json')) ports.output.write(`${jsonWithoutSecrets(resultOf(renewal, stores.paths.credentials))}\n`);
}

function tell(
  { profile, credentials: { expiration }, refreshed }: Renewal,
  { ui, clock }: Pick<Ports, 'ui' | 'clock'>,
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
