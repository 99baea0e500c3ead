import { sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import { anyRepositoryUrl } from '../../../aws/codecommit/repository.js';
import { findProvider } from '../../../aws/provider-chain.js';
import type { Provider } from '../../../aws/provider-chain.js';
import { printable } from '../../../core/text/printable.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Stores } from '../../../stores/stores.js';
import type { Target } from '../../../interview/clone-target.js';

/**
 * Whether Git is set up for the machine's role already: it asks a helper for CodeCommit, without a profile and with the
 * path. With an instance profile that may do it, those are the conditions under which AWS's page says that nothing need
 * be done. Source: CodeCommit user guide, "Temporary access to AWS CodeCommit repositories".
 * @throws Problem `usage` where other keys stand in front of the role's
 */
export async function isSetUpForRole(
  target: Pick<Target, 'url' | 'host'>,
  ports: Pick<Ports, 'env'>,
  stores: Pick<Stores, 'profiles' | 'settings'>,
): Promise<boolean> {
  const other = sayInFront(findProvider({ env: ports.env, ...(await stores.profiles.lookup()) }));
  if (other !== undefined) {
    throw new Problem('usage', `Git's helper would use ${other} before the role of this machine.`, {
      hint: sentence`Take them away to use the role, or sign in another way: ${setUp()}`,
    });
  }
  return await stores.settings.asksWithoutProfile(target.url ?? anyRepositoryUrl(target.host));
}

/** Keys that Git's helper takes before those of container and instance, in words. */
function sayInFront(provider: Provider): string | undefined {
  if (provider.from === 'environment') return 'the keys in the environment (AWS_ACCESS_KEY_ID)';
  if (provider.from === 'web-identity') return 'the web identity in the environment (AWS_WEB_IDENTITY_TOKEN_FILE)';
  if (provider.from !== 'profile' && provider.from !== 'profile-without-keys') return undefined;
  return provider.profile === 'default'
    ? 'the keys of the profile default'
    : `the profile ${printable(provider.profile)}, which AWS_PROFILE names,`;
}
