import { Interview } from '../../core/interview/interview.js';
import { OtherMethod } from '../../core/other-method.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { House } from '../../core/ports/ports.js';
import type { Questions } from '../../core/interview/question.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { answerSource } from '../../interview/answer-source.js';
import { chooseInstead, chooseMethod } from '../../interview/choose-method.js';
import { demandConfigFile } from '../../git/config/place.js';
import { openRooms } from '../../stores/open-stores.js';
import type { Rooms } from '../../stores/stores.js';
import { surroundingsOf } from '../../stores/find-local-facts.js';
import { askTarget } from '../../interview/clone-target.js';
import type { Call } from '../shared/call.js';
import { setupChoices } from './choices.js';

/** Runs the wizard. @throws Problem */
export async function runSetup(call: Call, house: House): Promise<undefined> {
  const choices = setupChoices(call);
  const rooms = openRooms(house);
  // Before Git is run: it would wait for what comes out of a pipe.
  if (choices.gitScope !== 'none')
    await demandConfigFile({ scope: choices.gitScope === 'local' ? 'local' : 'global', cwd: house.cwd }, house);
  house.ui.heading('git codecommit: temporary AWS credentials for you and for Git');
  const team = await teamRecipe(call, house);
  const interview = await openInterview(call, house, rooms, team);
  const target = await askTarget(interview, { ui: house.ui, advanced: false });
  // Before more is asked in vain, but not before the first question.
  await house.git.ready();
  // What follows a question is loaded behind it: the first one is there sooner.
  const { methods } = await import('../../methods/index.js');
  let method = await chooseMethod(interview, methods, house.ui);
  if (method === undefined || target === undefined) {
    // Nobody is there: everything that is missing is named at once, the method's own answers too.
    if (method !== undefined) await interview.all(method.questions as Questions);
    interview.finish();
    throw new Problem('usage', 'There is no sign-in method to go on with.', { hint: 'Give --method.' });
  }
  for (;;) {
    try {
      const { setUpOnce } = await import('./once.js');
      await setUpOnce({ method, target, interview, choices, house, rooms, given: call });
      return;
    } catch (error) {
      method = await another(error, methods, interview, house);
    }
  }
}

/** Some answers lead to another method: the rest is kept, and the conversation goes on there. */
async function another(
  error: unknown,
  methods: readonly AnyMethod[],
  interview: Interview,
  { ui }: Pick<House, 'ui'>,
): Promise<AnyMethod> {
  if (!(error instanceof OtherMethod)) throw error;
  return await chooseInstead(error, methods, interview, ui);
}

/** The recipe of others that `--from` names: read, shown and confirmed before anything else. */
async function teamRecipe(call: Call, house: House): Promise<TeamRecipe | undefined> {
  const from = call.text('from');
  if (from === undefined) return undefined;
  const [{ besideFlags, confirmTeamRecipe, loadTeamRecipe }, { methods }] = await Promise.all([
    import('../../team/start-from-recipe.js'),
    import('../../methods/index.js'),
  ]);
  const recipe = besideFlags(await loadTeamRecipe(from, methods, house), call);
  await confirmTeamRecipe(recipe, methods, call, house.ui);
  return recipe;
}

async function openInterview(call: Call, house: House, rooms: Rooms, team: TeamRecipe | undefined): Promise<Interview> {
  const profile = call.text('profile');
  const earlier = profile === undefined ? undefined : await rooms.recipes.read(profile);
  const source = answerSource({ given: call, env: house.env, readText: house.readText, team, earlier });
  const surroundings = { ...(await surroundingsOf(house, rooms)), signer: call.texts('source-profile')?.at(-1) };
  return new Interview({ ui: house.ui, source, surroundings, readText: house.readText });
}
