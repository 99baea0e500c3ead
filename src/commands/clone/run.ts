import { sentence } from '../../core/advice/advice.js';
import { changeFolder } from '../../core/advice/other-programs.js';
import { clone } from '../../core/advice/own-commands.js';
import { parseRepository, repositoryUrl } from '../../aws/codecommit/repository.js';
import { parseRegionName } from '../../aws/regions.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Ports } from '../../core/ports/ports.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { environmentRecipe } from '../../core/recipe.js';
import { helperKeys } from '../../helper/answer/helper-keys.js';
import type { HelperKeys } from '../../helper/answer/key-sources.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import { renewIfOurs } from '../../sign-in/renew.js';
import type { Stores } from '../../stores/stores.js';
import { methods } from '../../methods/index.js';
import type { Invocation } from '../common/call.js';
import { settingsOfClone } from './clone-with-settings.js';
import { cloneFailure, gitClone } from './git-clone.js';

/** Picks a repository and lets Git clone it. @throws Problem */
export async function runClone(invocation: Invocation, ports: Ports): Promise<undefined> {
  const stores = openStores(ports);
  const [repository, directory] = invocation.operands;
  const hint = repository === undefined ? undefined : parseRepository(repository);
  const profile = await profileFor(hint?.profile ?? invocation.text('profile'), hint?.url, ports, stores);
  const region =
    hint?.region ??
    regionGiven(invocation) ??
    (await stores.recipes.read(profile))?.region ??
    ports.env['AWS_REGION'] ??
    ports.env['AWS_DEFAULT_REGION'] ??
    (await stores.profiles.list()).find(({ name }) => name === profile)?.region;
  if (region === undefined) throw new Problem('usage', 'In which AWS Region?', { hint: 'Give --region.' });
  // What is in no profile is not renewed in one.
  if (profile !== environmentRecipe) await renewIfOurs(profile, ports, stores, { methods, given: invocation });
  const name = hint?.name ?? (await pickRepository(profile, region, ports, stores));
  const url = repositoryUrl({ region, host: hint?.host, name });
  const settings = await settingsOfClone({ url, profile, region, name }, stores.settings);
  const cloned = await gitClone({ url, name, folder: directory ?? name, settings }, ports);
  if (cloned.code !== 0) throw cloneFailure(cloned, { verified: false });
  ports.ui.say(sentence`Next: \`${changeFolder(cloned.folder)}\``);
  if (invocation.on('json'))
    ports.output.write(`${jsonWithoutSecrets({ profile, url, directory: directory ?? name })}\n`);
}

async function profileFor(
  named: string | undefined,
  url: string | undefined,
  ports: Ports,
  stores: Stores,
): Promise<string> {
  if (named !== undefined) return named;
  const ofUrl = url === undefined ? undefined : await stores.settings.profileOutside(url);
  if (ofUrl !== undefined) return ofUrl;
  const isOfNone =
    url !== undefined &&
    (await stores.recipes.read(environmentRecipe)) !== undefined &&
    (await stores.settings.asksWithoutProfile(url));
  return isOfNone ? environmentRecipe : await pickProfile(undefined, ports, stores);
}

function regionGiven(invocation: Invocation): string | undefined {
  const given = invocation.text('region');
  return given === undefined ? undefined : parseRegionName(given);
}

async function pickRepository(profile: string, region: string, ports: Ports, stores: Stores): Promise<string> {
  const { ui, aws, signal } = ports;
  if (!ui.interactive)
    throw new Problem('usage', 'Which repository?', {
      hint: sentence`Name it: \`${clone({ blank: 'REPOSITORY' })}\`.`,
    });
  const { credentials, ...of } = await keysFor(profile, region, ports, stores);
  const codecommit = await aws.codecommit({ region, credentials, profile: of.profile });
  const names = await ui.step(`Looking for repositories in ${region}`, async (progress) => {
    const found: string[] = [];
    for await (const name of codecommit.listRepositories(signal)) {
      found.push(name);
      progress.update(`Looking for repositories in ${region}: ${found.length}`);
    }
    return found;
  });
  if (names.length === 0)
    throw new Problem('aws', `There is no repository in ${region} that this profile can list.`, {
      hint: 'Give the name, or another --region.',
    });
  return await ui.ask({
    kind: 'search',
    message: 'Which repository?',
    choices: names.map((name) => ({ value: name, name: printable(name) })),
  });
}

/** A profile's keys by whatever way; without one, what Git's helper finds. */
async function keysFor(
  profile: string,
  region: string,
  { aws, env }: Pick<Ports, 'aws' | 'env'>,
  { profiles }: Pick<Stores, 'profiles'>,
): Promise<Pick<HelperKeys, 'credentials' | 'profile'>> {
  if (profile !== environmentRecipe) return { credentials: await aws.profileCredentials(profile, { region }), profile };
  return await helperKeys(
    undefined,
    {
      env,
      ...(await profiles.lookup()),
      webIdentityKeys: (webIdentity, at) => aws.webIdentityCredentials(webIdentity, { region: at }),
      roleKeys: () => aws.instanceCredentials(),
    },
    region,
  );
}
