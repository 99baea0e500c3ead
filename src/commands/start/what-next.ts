import type { Choice } from '../../core/ports/ui.js';
import type { Ports } from '../../core/ports/ports.js';
import { environmentRecipe } from '../../core/recipe.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { openStores } from '../../stores/open-stores.js';
import { overviewOf } from '../status/overview.js';
import type { ProfileStatus } from '../status/overview.js';
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
  const refreshable = profiles.filter(({ profile }) => profile !== environmentRecipe);
  const ended = refreshable.filter(({ state }) => state === 'expired' || state === 'expiring');
  const picked = await ports.ui.ask({
    kind: 'choice',
    message: 'What shall we do?',
    choices: choicesFor(refreshable, ended),
  });
  return await follow(picked, { invocation, ended }, ports);
}

/** What is most likely wanted comes first: new credentials once they have ended, else a clone. */
function choicesFor(refreshable: readonly ProfileStatus[], ended: readonly ProfileStatus[]): readonly Choice[] {
  const clone = { value: 'clone', name: 'Clone a repository' };
  const refresh = {
    value: 'refresh',
    name:
      ended.length === 0
        ? 'Get new credentials, though the old ones still last'
        : `Refresh what has ended (${ended.map(({ profile }) => profile).join(', ')})`,
  };
  return [
    ...(ended.length === 0 ? [clone] : [refresh, clone]),
    { value: 'setup', name: 'Set up another' },
    ...(ended.length === 0 && refreshable.length > 0 ? [refresh] : []),
    ...(refreshable.length > 0 ? [{ value: 'change', name: 'Change an answer of a profile' }] : []),
    { value: 'doctor', name: 'Find out why Git says 403' },
    { value: 'remove', name: 'Take a set-up back' },
  ];
}

async function follow(
  picked: string,
  { invocation, ended }: { readonly invocation: Invocation<Askable>; readonly ended: readonly ProfileStatus[] },
  ports: Ports,
): Promise<number | undefined> {
  switch (picked) {
    case 'doctor':
      return await doctor.run(invocation, ports);
    case 'clone':
      await (await import('../clone/run.js')).runClone(invocation, ports);
      return 0;
    case 'remove':
      await (await import('../remove/run.js')).runRemove(invocation, ports);
      return 0;
    case 'change': {
      const profile = await pickProfile(undefined, ports, openStores(ports));
      // With the profile named, its earlier answers are the suggestions. What is in no profile is chosen anew.
      await runSetup(profile === environmentRecipe ? invocation : invocation.withFlag('profile', profile), ports);
      return 0;
    }
    case 'refresh':
      if (ended.length === 0) await runRefresh(invocation.withFlag('force', '1'), ports);
      for (const { profile } of ended) await runRefresh(invocation.withOperands([profile]), ports);
      return 0;
    default:
      await runSetup(invocation, ports);
      return 0;
  }
}
