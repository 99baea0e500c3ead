import { sentence } from '../../core/advice/advice.js';
import { setUp, status } from '../../core/advice/own-commands.js';
import { parseRepository } from '../../aws/codecommit/repository.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { teamRecipeFormat } from '../../core/team-recipe.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { loadTeamRecipe } from '../../team/start-from-recipe.js';
import { currentRemote } from '../../git/current-remote.js';
import { onboardingPage } from './onboarding-page.js';
import { openStores } from '../../stores/open-stores.js';
import { pickProfile } from '../../interview/pick-profile.js';
import type { Stores } from '../../stores/stores.js';
import { shareRecipe } from './share-recipe.js';
import { parseTeamRecipe } from '../../team/team-recipe.js';
import { methods } from '../../methods/index.js';
import { printTeamRecipe } from '../../team/team-recipe-text.js';
import type { InvocationOf } from '../common/call.js';
import type { ShareFlag } from './flags.js';

/** Hands out a recipe: as text, or as JSON. */
export async function runShare(invocation: InvocationOf<ShareFlag>, ports: Ports): Promise<undefined> {
  if (invocation.on('page') && invocation.on('json'))
    throw new Problem('usage', '--page is HTML, and --json is not.', { hint: 'Leave one of them out.' });
  const recipe = await recipeFor(invocation, ports);
  const publishedAt = publishedAddress(invocation);
  if (invocation.on('page')) ports.output.write(await pageOf(recipe, publishedAt, ports));
  else if (invocation.on('json'))
    ports.output.write(`${jsonWithoutSecrets({ format: Number(teamRecipeFormat), ...recipe })}\n`);
  else {
    ports.output.write(printTeamRecipe(recipe));
    ports.ui.say(
      sentence`Save it as a file, or publish it, and let others begin with \`${setUp('from', { blank: 'FILE|URL' })}\`.`,
    );
  }
}

async function pageOf(
  recipe: TeamRecipe,
  publishedAt: string | undefined,
  { templates, ui }: Pick<Ports, 'templates' | 'ui'>,
): Promise<string> {
  const method = methodOf(recipe.method);
  const page = await onboardingPage({ recipe, text: printTeamRecipe(recipe), method, publishedAt }, templates);
  ui.say('One page with everything in it: save it as an .html file, and publish it where your team finds it.');
  return page;
}

/** The address that newcomers will begin with: as `--from` takes it. */
function publishedAddress(invocation: InvocationOf<ShareFlag>): string | undefined {
  const text = invocation.text('published-at');
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return url.href;
  throw new Problem(
    'usage',
    '--published-at is an https address without a user name: only such a one can be given to --from.',
  );
}

function methodOf(id: string): AnyMethod {
  const method = methods.find((one) => one.id === id);
  if (method === undefined)
    throw new Problem('usage', `The recipe names a sign-in method that this version does not have: ${id}.`, {
      hint: 'Update git-codecommit.',
    });
  return method;
}

async function recipeFor(invocation: InvocationOf<ShareFlag>, ports: Ports): Promise<TeamRecipe> {
  const from = invocation.text('from');
  const recipe = from === undefined ? await ofProfile(invocation, ports) : await loadTeamRecipe(from, methods, ports);
  // What is handed out is what others can read.
  return parseTeamRecipe(
    printTeamRecipe({
      ...recipe,
      team: invocation.text('team') ?? recipe.team,
      contact: invocation.text('contact') ?? recipe.contact,
    }),
    methods,
  );
}

async function ofProfile(invocation: InvocationOf<ShareFlag>, ports: Ports): Promise<TeamRecipe> {
  const stores = openStores(ports);
  const profile = await pickProfile(invocation.operands[0] ?? invocation.text('profile'), ports, stores);
  const own = await stores.recipes.read(profile);
  if (own === undefined)
    throw new Problem('usage', `Profile ${profile} was not set up by git-codecommit, so there is nothing to share.`, {
      hint: sentence`\`${status()}\` shows the profiles that were.`,
    });
  const { recipe, leftOut } = shareRecipe(own, methodOf(own.method), {
    repository: await repositoryOf(profile, own.region, invocation, ports, stores),
  });
  if (leftOut.length > 0) ports.ui.note(`Left out, for everybody answers it for themselves: ${leftOut.join(', ')}.`);
  return recipe;
}

/** The repository that was named, else the current clone's, else the one that the profile is for alone. */
async function repositoryOf(
  profile: string,
  region: string,
  invocation: InvocationOf<ShareFlag>,
  ports: Ports,
  stores: Stores,
): Promise<string | undefined> {
  const named = invocation.text('repository');
  if (named !== undefined) {
    const { url, name } = parseRepository(named);
    return url ?? (name === undefined ? undefined : parseRepository(`codecommit::${region}://${name}`).url);
  }
  const remote = await currentRemote(ports);
  if (remote !== undefined && (await stores.settings.profileFor(remote, ports.cwd)) === profile)
    return parseRepository(remote).url;
  const [only, ...others] = ((await stores.settings.uses()).get(profile) ?? []).filter((url) =>
    url.includes('/v1/repos/'),
  );
  return others.length === 0 ? only : undefined;
}
