import { setUpProfile } from '../../core/advice/own-commands.js';
import { sentence } from '../../core/advice/advice.js';
import { gitHost, parseGitHost } from '../../aws/codecommit/hosts.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import type { GitSetting } from '../../core/plan.js';
import { isProblem, Problem } from '../../core/problem.js';
import { environmentRecipe } from '../../core/recipe.js';
import type { Ports } from '../../core/ports/ports.js';
import type { DiagnosisRequest } from '../../doctor/diagnosis-request.js';
import { findRemote } from '../../git/current-remote.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { HelperChoice } from '../../stores/git-settings.js';
import type { Stores } from '../../stores/stores.js';

type RepairPorts = Pick<Ports, 'git' | 'cwd' | 'ui' | 'env' | 'files'>;

/**
 * Writes Git's settings for a profile of ours anew, as they were chosen when it was set up; nobody has to sign in.
 * Where a clone's own settings count more, they are written there too; where the host answers for another profile that has
 * keys, for the one repository only.
 * @returns what was written
 * @throws Problem `usage` where no recipe or URL is known
 */
export async function repairGit(
  request: DiagnosisRequest,
  ports: RepairPorts,
  stores: Stores,
): Promise<readonly GitSetting[]> {
  const profile = await pickProfile(request.profile, ports, stores);
  const recipe = await stores.recipes.read(profile);
  if (recipe === undefined)
    throw new Problem('usage', `There is no recipe for profile ${profile}.`, {
      hint: sentence`Set it up once: ${setUpProfile(profile)}`,
    });
  const url = request.url ?? (await findRemote(ports))?.url;
  const hint = url === undefined ? undefined : parseRepository(url);
  const region = hint?.region ?? recipe.region;
  const choice: HelperChoice = {
    ...(await chosen(profile, hint?.url, ports, stores)),
    profile: recipe.method === 'instance' || profile === environmentRecipe ? undefined : profile,
    region,
    host: hint?.host ?? hostOf(hint?.url) ?? gitHost(region),
    repository: hint?.name,
  };
  return await applied(profile, choice, ports, stores);
}

async function chosen(
  profile: string,
  url: string | undefined,
  ports: RepairPorts,
  stores: Stores,
): Promise<Pick<HelperChoice, 'scope' | 'helper'>> {
  const before = await stores.settings.chosenFor(profile);
  const other = url === undefined ? undefined : await stores.settings.profileFor(url, ports.cwd);
  const isTaken = other !== undefined && other !== profile && (await stores.profiles.keys(other)) !== undefined;
  const scope = before === undefined || before.scope === 'none' ? 'region' : before.scope;
  return {
    scope: isTaken && scope !== 'local' ? 'repository' : scope,
    helper: before?.helper === 'aws' && (await hasAwsCli(ports)) ? 'aws' : 'codecommit',
  };
}

async function applied(
  profile: string,
  choice: HelperChoice,
  ports: RepairPorts,
  stores: Stores,
): Promise<readonly GitSetting[]> {
  const settings = await stores.settings.winning(await stores.settings.plan(choice), choice, ports.cwd);
  try {
    await stores.settings.apply(profile, settings, ports.cwd);
    return settings;
  } catch (error) {
    // Where the user's file cannot be written, the clone's may.
    if (!isProblem(error, 'git') || choice.scope === 'local' || (await findRemote(ports))?.url === undefined)
      throw error;
    return await applied(profile, { ...choice, scope: 'local' }, ports, stores);
  }
}

function hostOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : parseGitHost(new URL(url).host)?.host;
}

async function hasAwsCli({ git }: Pick<RepairPorts, 'git'>): Promise<boolean> {
  return (await git.run(['-c', 'alias.aws-version=!aws --version', 'aws-version'], { timeoutMs: 20_000 })).code === 0;
}
