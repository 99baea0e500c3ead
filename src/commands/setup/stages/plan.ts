import { findInVariables } from '../../../aws/provider-chain.js';
import { printable } from '../../../core/text/printable.js';
import { answerRow, answerRows } from '../../../core/interview/answer-rows.js';
import { GoBack } from '../../../core/go-back.js';
import { goAhead } from '../answers.js';
import type { SetupAnswers } from '../answers.js';
import type { Interview } from '../../../core/interview/interview.js';
import type { Questions } from '../../../core/interview/question.js';
import type { AnyMethod } from '../../../core/method.js';
import { isOfClone, sayPlan } from '../../../core/plan.js';
import type { Plan } from '../../../core/plan.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import { environmentRecipe } from '../../../core/recipe.js';
import { acceptCloneSettings } from '../../../interview/accept-clone-settings.js';
import { targetQuestions } from '../../../interview/clone-target.js';
import type { Target } from '../../../interview/clone-target.js';
import { saySessionLimit } from '../../../methods/common/session-policy-questions.js';
import { sayForeignEndpoints } from '../../../sign-in/foreign-endpoints.js';
import { answersOf } from '../../../sign-in/sign-in.js';
import type { Stores } from '../../../stores/stores.js';
import type { SettledChoices } from '../choices.js';
import { chooseClone } from '../plan/clone-choice.js';
import type { ChosenClone } from '../plan/clone-choice.js';
import { demandFoundByHelper } from '../plan/found-by-helper.js';
import { chooseGitSettings } from '../plan/git-choice.js';
import { isSetUpForRole } from '../plan/instance-role.js';
import { keptSourceName } from '../plan/keep-source-keys.js';
import { chooseLink } from '../plan/link-choice.js';
import { makePlan, sayKeys } from '../plan/make-plan.js';

export interface PlanInput {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly profile: string;
  readonly choices: Pick<
    SettledChoices,
    | 'saveTo'
    | 'keepSource'
    | 'gitScope'
    | 'helper'
    | 'guardBareRepositories'
    | 'verify'
    | 'dryRun'
    | 'yes'
    | 'json'
    | 'clone'
    | 'link'
  >;
}

type PlanPorts = Pick<Ports, 'aws' | 'ui' | 'clock' | 'cwd' | 'env' | 'files' | 'git' | 'homeDirectory'>;
type PlanStores = Pick<Stores, 'commandLink' | 'paths' | 'profiles' | 'settings'>;

/**
 * The second stage: what is going to be written where, agreed to. Each answer that it follows from can be picked and
 * changed; with nobody to ask, or for a dry run, showing it is all. Nothing is written.
 * @returns undefined where an answer is to be changed: the interview knows which, and the questions have to be gone
 *   through again
 * @throws Problem `cancelled` where it is not agreed to, `usage` where Git's helper would take other keys
 */
export async function agreeOnPlan(input: PlanInput, ports: PlanPorts, stores: PlanStores): Promise<Plan | undefined> {
  const { method, target, choices } = input;
  const ready = method.handsOutAnew === true && (await isSetUpForRole(target, ports, stores));
  if (method.inEnvironment === true && choices.saveTo !== 'file') await demandFoundByHelper(ports, stores);
  const plan = ready ? await sayReady(input, ports, stores) : await showUntilAgreed(input, ports, stores);
  // The settings of the clone count from here on.
  if (plan !== undefined && !choices.dryRun && isOfClone(plan))
    await acceptCloneSettings(ports, stores.settings, choices);
  return plan;
}

/** Nothing is to be written; that it works is proven all the same. */
async function sayReady(input: PlanInput, ports: PlanPorts, { paths }: Pick<PlanStores, 'paths'>): Promise<Plan> {
  const { method, target, choices } = input;
  const { ui } = ports;
  ui.say(
    'Nothing need be set up: Git asks a credential helper for CodeCommit already, without a profile, so it ' +
      "gets the keys of this machine's role each time.",
  );
  const nothing = makePlan({
    profile: environmentRecipe,
    method,
    region: target.region,
    paths,
    toFile: false,
    replaces: undefined,
    hasRegion: true,
    keptSource: undefined,
    git: [],
  });
  const { folder } = await cloneOf(input, ports);
  const isCloned =
    folder !== undefined &&
    (choices.clone !== undefined ||
      (await ui.ask({ kind: 'confirm', message: `Clone it into ./${folder} now?`, suggestion: 'yes' })) === 'yes');
  return { ...nothing, recipesFile: undefined, ...(isCloned && { clone: folder }) };
}

async function showUntilAgreed(input: PlanInput, ports: PlanPorts, stores: PlanStores): Promise<Plan | undefined> {
  const { interview, choices } = input;
  const { ui, homeDirectory } = ports;
  const { plan, questions } = await planOf(input, ports, stores);
  if (interview.isAgreed(goAhead)) return plan;
  ui.heading('This will');
  ui.table(sayPlan(plan, homeDirectory));
  if (choices.dryRun || choices.yes || !ui.interactive) return plan;
  for (;;) {
    const answer = await ui.ask({
      kind: 'choice',
      message: 'Go ahead?',
      choices: [
        { value: 'yes', name: 'Yes' },
        { value: 'change', name: 'Change an answer' },
        { value: 'no', name: 'No, change nothing' },
      ],
    });
    if (answer === 'no') throw new Problem('cancelled', 'Nothing was changed.');
    if (answer === 'yes') {
      interview.agree(goAhead);
      return plan;
    }
    const table = { ...targetQuestions, ...(input.method.questions as Questions), ...questions };
    if (await changeOne(table, input, ports)) return undefined;
  }
}

/** @returns false where the person does not want to change an answer after all */
async function changeOne(
  questions: Questions,
  { interview, method, profile, choices }: PlanInput,
  { ui }: Pick<PlanPorts, 'ui'>,
): Promise<boolean> {
  const profileRow = choices.saveTo === 'file' ? [answerRow('profile', 'Profile name', profile)] : [];
  try {
    const name = await ui.ask({
      kind: 'search',
      message: 'Which answer shall be another one?',
      choices: [
        answerRow('method', 'How do you sign in?', `${method.title} (${method.term})`),
        ...answerRows(interview, questions),
        ...profileRow,
      ],
      back: true,
    });
    interview.change(name, questions[name] ?? { kind: 'text' });
    return true;
  } catch (error) {
    if (error instanceof GoBack) return false;
    throw error;
  }
}

/** The plan, and the questions that it settles besides the method's. */
async function planOf(
  { method, target, interview, profile, choices }: PlanInput,
  ports: PlanPorts,
  stores: PlanStores,
): Promise<{ readonly plan: Plan; readonly questions: Questions }> {
  const toFile = choices.saveTo === 'file';
  const standing = toFile ? await stores.profiles.keys(profile) : undefined;
  const known = (await stores.profiles.list()).find(({ name }) => name === profile);
  const { git, setsAside, questions } = await chooseGitSettings(
    {
      target,
      profile: toFile ? profile : undefined,
      interview,
      choices,
      ui: ports.ui,
      cwd: ports.cwd,
      embedded: ports.git.embedded(ports.cwd),
    },
    stores.settings,
  );
  await stores.settings.demandFiles(git, ports.cwd);
  const plan = makePlan({
    profile,
    method,
    region: target.region,
    paths: stores.paths,
    toFile,
    replaces: sayKeys(standing, ports.clock.now()),
    hasRegion: known?.region !== undefined,
    keptSource: await keptSourceName({ interview, stores, choices }, profile),
    ssoSession: method.addsSsoSession?.(answersOf(method, interview), {
      localFacts: interview.localFacts,
      remembered: () => undefined,
    }),
    sessionLimit: saySessionLimit(interview.known),
    uses: method.inEnvironment === true ? sayInEnvironment(ports, toFile) : undefined,
    asks: await sayForeignEndpoints([interview.known.sourceProfile, toFile ? profile : undefined], ports.aws),
    git,
    setsAside,
  });
  const { folder, question } = await cloneOf({ target, interview, choices }, ports);
  const isOffered = ports.ui.interactive && !choices.yes && !choices.json;
  const link = await chooseLink(
    { link: choices.link, isOffered, interview },
    { ui: ports.ui, commandLink: stores.commandLink },
  );
  return {
    plan: {
      ...plan,
      ...(link.path !== undefined && { link: link.path }),
      ...(folder !== undefined && { clone: folder }),
    },
    questions: {
      ...questions,
      ...(link.question !== undefined && { link: link.question }),
      ...(question !== undefined && { cloneFolder: question }),
    },
  };
}

/** Cloning is offered to a person alone: scripts say `--clone`. */
async function cloneOf(
  { target, interview, choices }: Pick<PlanInput, 'target' | 'interview' | 'choices'>,
  ports: Pick<PlanPorts, 'cwd' | 'env' | 'files' | 'ui'>,
): Promise<ChosenClone> {
  const isOffered = ports.ui.interactive && !choices.yes && !choices.json;
  return await chooseClone({ target, clone: choices.clone, isOffered, interview }, ports);
}

/** What was found in the environment, in words. */
function sayInEnvironment({ env }: Pick<PlanPorts, 'env'>, toFile: boolean): string {
  const provider = findInVariables(env);
  if (provider?.from === 'web-identity') {
    const { roleArn, tokenFile } = provider.webIdentity;
    return `a session of ${printable(roleArn)} by the token in ${printable(tokenFile)}${toFile ? '' : ', each time'}`;
  }
  return `the keys in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN${toFile ? '' : ', where they are'}`;
}
