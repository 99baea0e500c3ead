import { gitHost, parseGitHost } from '../../aws/codecommit/hosts.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import type { GitSetting } from '../../core/plan.js';
import { isProblem, Problem } from '../../core/problem.js';
import { environmentRecipe } from '../../core/recipe.js';
import type { House } from '../../core/ports/ports.js';
import type { Complaint } from '../../doctor/gather-facts.js';
import { findRemote } from '../../git/current-remote.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { HelperChoice, Rooms } from '../../stores/stores.js';

type Chest = Pick<House, 'git' | 'cwd' | 'ui' | 'env' | 'files'>;

/**
 * Writes Git's settings for a profile of ours anew, as they were chosen when it was set up; nobody has to sign in.
 * Where a clone's own settings count more, they are written there; where the host answers for another profile that has
 * keys, for the one repository only.
 * @returns what was written
 * @throws Problem `usage` where no recipe or URL is known
 */
export async function repairGit(complaint: Complaint, house: Chest, rooms: Rooms): Promise<readonly GitSetting[]> {
  const profile = await pickProfile(complaint.profile, house, rooms);
  const recipe = await rooms.recipes.read(profile);
  if (recipe === undefined)
    throw new Problem('usage', `There is no recipe for profile ${profile}.`, {
      hint: `Set it up once: git codecommit setup --profile ${profile}`,
    });
  const url = complaint.url ?? (await findRemote(house))?.url;
  const hint = url === undefined ? undefined : parseRepository(url);
  const region = hint?.region ?? recipe.region;
  const choice: HelperChoice = {
    ...(await chosen(profile, hint?.url, house, rooms)),
    profile: recipe.method === 'instance' || profile === environmentRecipe ? undefined : profile,
    region,
    host: hint?.host ?? hostOf(hint?.url) ?? gitHost(region),
    repository: hint?.name,
  };
  return await applied(profile, choice, house, rooms);
}

async function chosen(
  profile: string,
  url: string | undefined,
  house: Chest,
  rooms: Rooms,
): Promise<Pick<HelperChoice, 'scope' | 'helper'>> {
  const before = await rooms.settings.chosenFor(profile);
  const other = url === undefined ? undefined : await rooms.settings.profileFor(url, house.cwd);
  const isTaken = other !== undefined && other !== profile && (await rooms.profiles.keys(other)) !== undefined;
  const scope = before === undefined || before.scope === 'none' ? 'region' : before.scope;
  return {
    scope: isTaken && scope !== 'local' ? 'repository' : scope,
    helper: before?.helper === 'aws' && (await hasAwsCli(house)) ? 'aws' : 'codecommit',
  };
}

async function applied(
  profile: string,
  choice: HelperChoice,
  house: Chest,
  rooms: Rooms,
): Promise<readonly GitSetting[]> {
  const settings = await rooms.settings.plan(choice);
  try {
    await rooms.settings.apply(profile, settings, house.cwd);
    return settings;
  } catch (error) {
    // What a clone sets for itself counts more than what the user sets for all.
    if (!isProblem(error, 'git') || choice.scope === 'local' || (await findRemote(house))?.url === undefined)
      throw error;
    return await applied(profile, { ...choice, scope: 'local' }, house, rooms);
  }
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : parseGitHost(new URL(url).host)?.host;
}

async function hasAwsCli({ git }: Pick<Chest, 'git'>): Promise<boolean> {
  return (await git.run(['-c', 'alias.aws-version=!aws --version', 'aws-version'], { timeoutMs: 20_000 })).code === 0;
}
