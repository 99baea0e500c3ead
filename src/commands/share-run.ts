import { parseRepository } from '../aws/repository.js';
import { Problem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';
import { teamRecipeFormat } from '../core/team-recipe.js';
import type { TeamRecipe } from '../core/team-recipe.js';
import { loadTeamRecipe } from '../flow/begin-with-recipe.js';
import { currentRemote } from '../flow/current-remote.js';
import { openRooms } from '../flow/open-rooms.js';
import { pickProfile } from '../flow/pick-profile.js';
import type { Rooms } from '../flow/rooms.js';
import { shareRecipe } from '../flow/share-recipe.js';
import { parseTeamRecipe } from '../flow/team-recipe.js';
import { methods } from '../methods/index.js';
import { printTeamRecipe } from '../profile/team-recipe-text.js';
import type { Call } from './call.js';

/** Hands out a recipe: as text, or as JSON. */
export async function runShare(call: Call, house: House): Promise<undefined> {
  const recipe = await recipeFor(call, house);
  if (call.on('json')) house.output.write(`${JSON.stringify({ format: Number(teamRecipeFormat), ...recipe })}\n`);
  else {
    house.output.write(printTeamRecipe(recipe));
    house.ui.say('Save it as a file, or publish it, and let others begin with `git codecommit setup --from FILE|URL`.');
  }
}

async function recipeFor(call: Call, house: House): Promise<TeamRecipe> {
  const from = call.text('from');
  const recipe = from === undefined ? await ofProfile(call, house) : await loadTeamRecipe(from, methods, house);
  // What is handed out is what others can read.
  return parseTeamRecipe(printTeamRecipe({ ...recipe, team: call.text('team') ?? recipe.team, contact: call.text('contact') ?? recipe.contact }), methods);
}

async function ofProfile(call: Call, house: House): Promise<TeamRecipe> {
  const rooms = openRooms(house);
  const profile = await pickProfile(call.operands[0] ?? call.text('profile'), house, rooms);
  const own = await rooms.recipes.read(profile);
  if (own === undefined) throw new Problem('usage', `Profile ${profile} was not set up by git-codecommit, so there is nothing to share.`, { hint: '`git codecommit status` shows the profiles that were.' });
  const method = methods.find(({ id }) => id === own.method);
  if (method === undefined) throw new Problem('usage', `The recipe of ${profile} names a sign-in method that this version does not have: ${own.method}.`, { hint: 'Update git-codecommit.' });
  const { recipe, leftOut } = shareRecipe(own, method, { repository: await repositoryOf(profile, own.region, call, house, rooms) });
  if (leftOut.length > 0) house.ui.note(`Left out, for everybody answers it for themselves: ${leftOut.join(', ')}.`);
  return recipe;
}

/** The repository that was named, else the current clone's, else the one that the profile is for alone. */
async function repositoryOf(profile: string, region: string, call: Call, house: House, rooms: Rooms): Promise<string | undefined> {
  const named = call.text('repository');
  if (named !== undefined) {
    const { url, name } = parseRepository(named);
    return url ?? (name === undefined ? undefined : parseRepository(`codecommit::${region}://${name}`).url);
  }
  const remote = await currentRemote(house);
  if (remote !== undefined && (await rooms.settings.profileFor(remote, house.cwd)) === profile) return parseRepository(remote).url;
  const [only, ...others] = ((await rooms.settings.uses()).get(profile) ?? []).filter((url) => url.includes('/v1/repos/'));
  return others.length === 0 ? only : undefined;
}
