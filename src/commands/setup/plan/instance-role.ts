import { sentence } from '../../../core/advice/advice.js';
import { setUp } from '../../../core/advice/own-commands.js';
import { anyRepositoryUrl } from '../../../aws/codecommit/repository.js';
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
  const other = await keysInFront(ports, stores);
  if (other !== undefined) {
    throw new Problem('usage', `Git's helper would use ${other} before the role of this machine.`, {
      hint: sentence`Take them away to use the role, or sign in another way: ${setUp()}`,
    });
  }
  return await stores.settings.asksWithoutProfile(target.url ?? anyRepositoryUrl(target.host));
}

/** Keys that every AWS tool takes before those of container and instance. */
async function keysInFront({ env }: Pick<Ports, 'env'>, stores: Pick<Stores, 'profiles'>): Promise<string | undefined> {
  if (env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_ACCESS_KEY_ID'] !== '')
    return 'the keys in the environment (AWS_ACCESS_KEY_ID)';
  const named = env['AWS_PROFILE'];
  if (named !== undefined && named !== '') return `the profile ${named}, which AWS_PROFILE names,`;
  return (await stores.profiles.keys('default')) === undefined ? undefined : 'the keys of the profile default';
}
