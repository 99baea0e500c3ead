import { GoBack, OtherAnswer } from '../../core/go-back.js';
import { Interview } from '../../core/interview/interview.js';
import { WayBack } from '../../core/interview/way-back.js';
import { OtherMethod } from '../../core/other-method.js';
import type { LocalFacts } from '../../core/local-facts.js';
import type { AnyMethod } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Questions } from '../../core/interview/question.js';
import type { TeamRecipe } from '../../core/team-recipe.js';
import { answerSource, nothingHanded } from '../../interview/answer-source.js';
import type { Handed } from '../../interview/answer-source.js';
import { NothingGiven } from '../../interview/given/nothing-given.js';
import { checkNamedMethod, chooseInstead, chooseMethod } from '../../interview/choose-method.js';
import { demandConfigFile } from '../../git/config/place.js';
import { openStores } from '../../stores/open-stores.js';
import type { Stores } from '../../stores/stores.js';
import { findSetupFacts } from '../../stores/find-setup-facts.js';
import { askTarget, targetQuestions } from '../../interview/clone-target.js';
import type { RepositoryHint } from '../../aws/codecommit/repository.js';
import type { Target } from '../../interview/clone-target.js';
import { earlierAnswers, earlierRegion } from '../../interview/earlier-answers.js';
import type { EarlierAnswers } from '../../interview/earlier-answers.js';
import type { InvocationOf } from '../common/call.js';
import type { SetupFlag } from './flags.js';
import { setupChoices } from './choices.js';
import type { SetupChoices } from './choices.js';
import { goAhead } from './answers.js';
import type { SetupAnswers } from './answers.js';
import { givenQuestion, sayNothingGiven } from './given/ask-given.js';
import { mayBeNotKnown } from './given/not-known.js';
import { remoteHere } from './given/remote-here.js';

/** Runs the wizard; for somebody who was given nothing it ends in a text to send. @throws Problem */
export async function runSetup(invocation: InvocationOf<SetupFlag>, given: Ports): Promise<undefined> {
  const choices = setupChoices(invocation);
  const wayBack = new WayBack(given.ui, () => interview);
  const ports: Ports = { ...given, ui: mayBeNotKnown(wayBack.ui, () => !interview.hasWritten) };
  const stores = openStores(ports);
  // Before Git is run: it would wait for what comes out of a pipe.
  if (choices.gitScope !== 'none')
    await demandConfigFile({ scope: choices.gitScope === 'local' ? 'local' : 'global', cwd: ports.cwd }, ports);
  ports.ui.heading('git codecommit: temporary AWS credentials for you and for Git');
  const team = await teamRecipe(invocation, given);
  const handed = nothingHanded();
  const facts = { ...(await findSetupFacts(ports, stores)), signer: invocation.texts('source-profile')?.at(-1) };
  const others = earlierRegion(facts);
  const interview = await openInterview(invocation, ports, stores, { team, handed, others, facts });
  // Not after other questions, whose answers would be lost with it.
  if (invocation.text('method') !== undefined)
    await checkNamedMethod(interview, (await import('../../methods/index.js')).methods);
  const first = givenQuestion(
    { suggestion: await remoteHere(invocation, team, ports), flags: invocation, handed },
    ports,
  );
  const setup: Setup = {
    invocation,
    choices,
    interview,
    first,
    handed,
    others,
    refused: new Set(),
    tried: new Map(),
    ports,
    stores,
  };
  let led: OtherMethod | undefined;
  let isDone = false;
  while (!isDone) {
    try {
      isDone = await goThrough(setup, led);
      led = undefined;
    } catch (error) {
      if (error instanceof NothingGiven) {
        await sayNothingGiven(toldSoFar(interview), given);
        return;
      }
      led = whatLeadsOn(error, setup);
    }
    wayBack.repeat();
  }
}

/** In a setup, whoever does not know the Region is told what to type. */
const where = {
  ...targetQuestions.region,
  note: 'From your administrator, for example eu-west-1. Type `?` if you do not know it.',
};

/** What a message that asks for the rest has in its lines. */
function toldSoFar(interview: Interview<SetupAnswers>): Parameters<typeof sayNothingGiven>[0] {
  const { repository, region } = interview.known;
  return {
    'Repository (its URL or name)': repository?.url ?? repository?.name,
    'AWS Region of the repository': repository?.region ?? region,
    'Access portal or sign-in page': interview.raw('startUrl') ?? interview.raw('idpUrl'),
    'Role (its ARN, or its name in the portal)': interview.raw('roleArn'),
  };
}

interface Setup {
  readonly invocation: InvocationOf<SetupFlag>;
  readonly choices: SetupChoices;
  readonly interview: Interview<SetupAnswers>;
  readonly first: ReturnType<typeof givenQuestion>;
  /** What was given, once the first question has its answer. */
  readonly handed: Handed;
  /** What earlier set-ups answered, by the method that was chosen. */
  readonly others: EarlierAnswers;
  /** The profiles of before that could not read the repository. */
  readonly refused: Set<string>;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried: Map<string, string>;
  readonly ports: Ports;
  readonly stores: Stores;
}

/**
 * The conversation from its beginning to its end: what is answered is not asked again, so it goes on at the first
 * question that is not, whatever was gone back to.
 * @param led what leads to another method than the one that was chosen
 * @returns false where an answer was changed, and it has to begin again
 */
async function goThrough(setup: Setup, led: OtherMethod | undefined): Promise<boolean> {
  const { invocation, choices, interview, first, handed, others, tried, refused, ports, stores } = setup;
  const hint = await interview.one('repository', first);
  // Before more is asked in vain, but not before the first question.
  await ports.git.ready();
  // What follows a question is loaded behind it: the first one is there sooner.
  const { methods } = await import('../../methods/index.js');
  const byName =
    hint !== undefined && (await isNameAlone(hint, setup)) ? await withExisting(hint, setup, methods) : 'none';
  if (byName === 'cloned') return true;
  const target = await askTarget(interview, { ui: ports.ui, advanced: false, first, where });
  const isOffered = target !== undefined && byName !== 'declined';
  if (isOffered && (await withExisting(target, setup, methods)) === 'cloned') return true;
  const method =
    led === undefined
      ? await chooseMethod(interview, methods, ports.ui, { likely: handed.methods, offersNothing: true })
      : await chooseInstead(led, methods, interview, ports.ui);
  if (method === undefined || target === undefined) {
    // Nobody is there: everything that is missing is named at once, the method's own answers too.
    if (method !== undefined) await interview.all(method.questions as Questions);
    interview.finish();
    throw new Problem('usage', 'There is no sign-in method to go on with.', { hint: 'Give --method.' });
  }
  interview.forget(otherQuestions(method, methods));
  const [{ setUpByMethod }, { takeOwnAnswers }] = await Promise.all([
    import('./set-up-by-method.js'),
    import('./given/own-answers.js'),
  ]);
  takeOwnAnswers(handed, method, target);
  Object.assign(others, earlierAnswers(method, target, interview.localFacts));
  return await setUpByMethod({ method, target, interview, choices, given: invocation, tried, refused }, ports, stores);
}

/** Whether nothing says in which Region the repository is, but what was set up before. */
async function isNameAlone(
  { name, region, host }: RepositoryHint,
  { invocation, interview, handed }: Setup,
): Promise<boolean> {
  if (name === undefined || region !== undefined || host !== undefined || handed.answers['region'] !== undefined)
    return false;
  const { region: ofRegion, host: ofHost } = targetQuestions;
  const said = [await interview.given('region', ofRegion), await interview.given('host', ofHost)];
  return !invocation.saysAny(['from']) && said.every((one) => one === undefined);
}

/** Offers a profile of before that may read the repository, to a person who says no more than what to clone. */
async function withExisting(
  known: RepositoryHint | Target,
  { invocation, choices, interview, handed, refused, ports, stores }: Setup,
  methods: readonly AnyMethod[],
): Promise<'cloned' | 'declined' | 'none'> {
  const [{ saysHow }, { cloneWithExisting }] = await Promise.all([
    import('./says-how.js'),
    import('./existing/clone-with-existing.js'),
  ]);
  if (!ports.ui.interactive || saysHow(invocation)) return 'none';
  const { name, region, host, url, profile, account } = known;
  const target = { name, region, host, url, profile, account };
  const asked = { target, clone: choices.clone, handed, interview, given: invocation, refused };
  return await cloneWithExisting(asked, methods, ports, stores);
}

/** The questions of the other methods alone. */
function otherQuestions({ questions }: AnyMethod, methods: readonly AnyMethod[]): Questions {
  return Object.fromEntries(
    methods
      .flatMap((other) => Object.entries(other.questions as Questions))
      .filter(([name]) => !Object.hasOwn(questions as Questions, name)),
  );
}

/**
 * What the conversation begins again for: the person goes back, or an answer leads to another method; the rest is kept.
 * @throws what ends it
 */
function whatLeadsOn(error: unknown, { interview, ports }: Setup): OtherMethod | undefined {
  if (error instanceof GoBack && interview.goBack()) return undefined;
  if (error instanceof OtherAnswer) {
    interview.disagree(goAhead);
    interview.change(error.question, { kind: 'text' });
    return undefined;
  }
  if (!(error instanceof OtherMethod) || !ports.ui.interactive) throw error;
  interview.disagree(goAhead);
  return error;
}

/** The recipe of others that `--from` names: read, shown and confirmed before anything else. */
async function teamRecipe(invocation: InvocationOf<SetupFlag>, ports: Ports): Promise<TeamRecipe | undefined> {
  const from = invocation.text('from');
  if (from === undefined) return undefined;
  const [{ besideFlags, confirmTeamRecipe, loadTeamRecipe }, { methods }] = await Promise.all([
    import('../../team/start-from-recipe.js'),
    import('../../methods/index.js'),
  ]);
  const recipe = besideFlags(await loadTeamRecipe(from, methods, ports), invocation);
  await confirmTeamRecipe(recipe, methods, invocation, ports.ui);
  return recipe;
}

async function openInterview(
  invocation: InvocationOf<SetupFlag>,
  ports: Ports,
  stores: Stores,
  known: Pick<Setup, 'handed' | 'others'> & { readonly team: TeamRecipe | undefined; readonly facts: LocalFacts },
): Promise<Interview<SetupAnswers>> {
  const profile = invocation.text('profile');
  const earlier = profile === undefined ? undefined : await stores.recipes.read(profile);
  const { facts: localFacts, ...answers } = known;
  const { env, readText } = ports;
  const source = answerSource({ given: invocation, env, readText, earlier, ...answers });
  return new Interview<SetupAnswers>({ ui: ports.ui, source, localFacts, readText });
}
