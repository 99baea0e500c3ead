import { Problem } from '../../core/problem.js';
import type { House } from '../../core/ports/ports.js';
import type { Rooms } from '../../stores/stores.js';
import type { Target } from '../../interview/clone-target.js';

/** What it takes to look whether Git comes to the machine's own role. */
export interface StandingRole {
  readonly house: Pick<House, 'env'>;
  readonly rooms: Pick<Rooms, 'profiles' | 'settings'>;
  readonly target: Pick<Target, 'url' | 'host'>;
}

/**
 * Whether Git is set up for the machine's role already: it asks a helper for CodeCommit, without a profile and with the
 * path. With an instance profile that may do it, those are the conditions under which AWS's page says that nothing need
 * be done. Source: CodeCommit user guide, "Temporary access to AWS CodeCommit repositories".
 * @throws Problem `usage` where other keys stand in front of the role's
 */
export async function isSetUpForRole({ house, rooms, target }: StandingRole): Promise<boolean> {
  const other = await keysInFront({ house, rooms });
  if (other !== undefined) {
    throw new Problem('usage', `Git's helper would use ${other} before the role of this machine.`, {
      hint: 'Take them away to use the role, or sign in another way: git codecommit setup',
    });
  }
  return await rooms.settings.asksWithoutProfile(target.url ?? `https://${target.host}/v1/repos/any`);
}

/** Keys that every AWS tool takes before those of container and instance. */
async function keysInFront({
  house: { env },
  rooms,
}: Pick<StandingRole, 'house' | 'rooms'>): Promise<string | undefined> {
  if (env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_ACCESS_KEY_ID'] !== '')
    return 'the keys in the environment (AWS_ACCESS_KEY_ID)';
  const named = env['AWS_PROFILE'];
  if (named !== undefined && named !== '') return `the profile ${named}, which AWS_PROFILE names,`;
  return (await rooms.profiles.keys('default')) === undefined ? undefined : 'the keys of the profile default';
}
