import { doctor } from '../../../core/advice/own-commands.js';
import { changeFolder, gitClone, showGitSetting } from '../../../core/advice/other-programs.js';
import { joined, sentence } from '../../../core/advice/advice.js';
import type { Text } from '../../../core/advice/advice.js';
import type { AnyMethod } from '../../../core/method.js';
import { sayPlan, setsHelper } from '../../../core/plan.js';
import type { Plan } from '../../../core/plan.js';
import type { Ports } from '../../../core/ports/ports.js';
import { localMinutes } from '../../../core/text/time.js';
import type { RecipeTexts } from '../../../sign-in/recipe-of.js';
import type { ExtraProfile } from '../../../sign-in/mfa-session.js';
import type { CloneResult } from '../../clone/git-clone.js';
import { sayEnd } from './session-end-message.js';
import type { Target } from '../../../interview/clone-target.js';
import type { SignedIn } from '../stages/sign-in.js';

/** Everything that a setup came to. */
export interface SetupResult {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly helper: 'codecommit' | 'aws';
  readonly plan: Plan;
  readonly signedIn: Pick<SignedIn, 'obtained' | 'recipe' | 'extraProfiles' | 'sourceForgotten'>;
  /** What became of the clone, if one was planned. */
  readonly clone: CloneResult | undefined;
}

/** The last screen: what was changed and where, how long it lasts and what then, and what to type next. */
export function sayOutcome(
  { target, plan, clone, ...outcome }: SetupResult,
  { ui, homeDirectory }: Pick<Ports, 'ui' | 'homeDirectory'>,
): void {
  const failed = clone !== undefined && clone.code !== 0;
  ui.heading(failed ? 'Done, but for the clone' : 'Done');
  const done = failed ? { ...plan, clone: undefined } : plan;
  const written = sayPlan(done, homeDirectory).map(([verb, what]) => [pastTense[verb] ?? verb, what] as const);
  const [own, rest] = [written.filter(([verb]) => verb === 'written'), written.filter(([verb]) => verb !== 'written')];
  ui.table([...own, ...beside(outcome.signedIn.extraProfiles), ...rest, ...lifetime({ plan, ...outcome })]);
  if (setsHelper(plan))
    ui.say(
      sentence`To see the setting: \`${showGitSetting('credential.helper', target.url ?? `https://${target.host}`)}\``,
    );
  ui.say(sentence`If Git ever says 403: \`${doctor()}\``);
  if (clone === undefined && target.url !== undefined) ui.say(sentence`Next: \`${gitClone(target.url)}\``);
  if (clone?.code === 0) ui.say(sentence`Next: \`${changeFolder(clone.folder)}\``);
}

const pastTense: Readonly<Record<string, string>> = {
  write: 'written',
  set: 'set',
  keep: 'kept',
  limit: 'limited',
  use: 'used',
  link: 'linked',
  clone: 'cloned',
};

type Row = readonly [string, Text];

function beside(extraProfiles: readonly ExtraProfile[]): readonly Row[] {
  return extraProfiles
    .filter(({ recipe }) => recipe !== undefined)
    .map(({ profile }) => ['written', `[${profile}] in the same file: the MFA session that refreshes lean on`]);
}

function lifetime({
  method,
  helper,
  plan,
  signedIn: { obtained, recipe, sourceForgotten },
}: Pick<SetupResult, 'method' | 'helper' | 'plan' | 'signedIn'>): readonly Row[] {
  const { expiration } = obtained.credentials;
  if (method.handsOutAnew === true) return [];
  if (isEachTime(plan, recipe))
    return [['lasts', 'as long as that token is renewed: Git gets a new session each time']];
  if (expiration === undefined)
    return method.inEnvironment === true
      ? [['lasts until', 'nobody knows: AWS_CREDENTIAL_EXPIRATION does not say it']]
      : [];
  const end = sayEnd({ method, recipe, plan, helper, sourceForgotten });
  return [['lasts until', joined([localMinutes(expiration), end], '; ')]];
}

/** Whether the helper takes the web identity that is in the environment. */
function isEachTime({ uses, credentialsFile }: Plan, { answers }: SignedIn['recipe']): boolean {
  const { roleArn }: RecipeTexts = answers;
  return uses !== undefined && credentialsFile === undefined && roleArn !== undefined;
}
