import type { Interview } from '../../../core/interview/interview.js';
import type { AnyMethod } from '../../../core/method.js';
import { sayPlan } from '../../../core/plan.js';
import type { Plan } from '../../../core/plan.js';
import { Problem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Questions } from '../../../core/interview/question.js';
import { saySessionLimit } from '../../../methods/shared/session-policy-questions.js';
import { sayForeignEndpoints } from '../../../sign-in/foreign-endpoints.js';
import { chooseGitSettings } from './git-choice.js';
import type { GitChoice } from './git-choice.js';
import { keptSourceName } from './keep-source-keys.js';
import type { KeptSource } from './keep-source-keys.js';
import { makePlan, sayKeys } from './make-plan.js';
import type { Stores } from '../../../stores/stores.js';
import type { OngoingSignIn } from '../../../sign-in/open-sign-in.js';
import { answersOf, settle } from '../../../sign-in/sign-in.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SetupAnswers } from '../answers.js';

/** What a plan is made of, and who agrees to it. */
export interface Planning {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly choices: GitChoice['choices'] &
    KeptSource['choices'] & { readonly saveTo: 'file' | 'environment'; readonly dryRun: boolean };
  readonly ports: Pick<Ports, 'aws' | 'ui' | 'clock' | 'cwd' | 'homeDirectory' | 'git'>;
  readonly stores: Pick<Stores, 'paths' | 'profiles' | 'settings'>;
}

/**
 * Shows the plan until it is agreed to; "More options" asks the advanced questions and shows it again. With nobody to
 * ask, or a dry run, showing it is all.
 * @throws Problem `cancelled` where it is not agreed to
 */
export async function agreeOnPlan(
  planning: Planning,
  ongoing: Pick<OngoingSignIn, 'context' | 'handleRefusal'>,
  profile: string,
): Promise<Plan> {
  const {
    ports: { ui, homeDirectory },
    choices,
    interview,
    method,
  } = planning;
  let advanced = false;
  for (;;) {
    const plan = await planOf(planning, profile, advanced);
    ui.heading('This will');
    ui.table(sayPlan(plan, homeDirectory));
    if (choices.dryRun || choices.yes || !ui.interactive) return plan;
    const answer = await ui.ask({
      kind: 'choice',
      message: 'Go ahead?',
      choices: [
        { value: 'yes', name: 'Yes' },
        { value: 'more', name: 'More options' },
        { value: 'no', name: 'No, change nothing' },
      ],
    });
    if (answer === 'no') throw new Problem('cancelled', 'Nothing was changed.');
    if (answer === 'yes') return plan;
    advanced = true;
    await interview.all(method.questions as Questions, { advanced });
    await settle({ method, interview, context: ongoing.context, handleRefusal: ongoing.handleRefusal });
  }
}

async function planOf(
  { method, target, interview, choices, ports, stores }: Planning,
  profile: string,
  advanced: boolean,
): Promise<Plan> {
  const toFile = choices.saveTo === 'file' && method.handsOutAnew !== true;
  const standing = toFile ? await stores.profiles.keys(profile) : undefined;
  const known = (await stores.profiles.list()).find(({ name }) => name === profile);
  const git = await chooseGitSettings(
    {
      target,
      profile: toFile ? profile : undefined,
      interview,
      choices,
      ui: ports.ui,
      cwd: ports.cwd,
      embedded: ports.git.embedded(ports.cwd),
      advanced,
    },
    stores.settings,
  );
  await stores.settings.demandFiles(git, ports.cwd);
  return makePlan({
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
    asks: await sayForeignEndpoints([interview.known.sourceProfile, toFile ? profile : undefined], ports.aws),
    git,
  });
}
