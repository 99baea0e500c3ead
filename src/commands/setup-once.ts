import { evalLine, exportCredentials, formatOfShell } from '../aws/export-formats.js';
import type { Credentials, Identity } from '../core/credentials.js';
import type { Interview } from '../core/interview.js';
import type { AnyMethod, Obtained } from '../core/method.js';
import { sayPlan } from '../core/plan.js';
import type { Plan } from '../core/plan.js';
import { Problem, isProblem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';
import type { Questions } from '../core/question.js';
import { isoSeconds, localMinutes } from '../core/time.js';
import type { GivenTexts } from '../flow/answer-source.js';
import { chooseGitSettings } from '../flow/git-choice.js';
import { confirmIdentity } from '../flow/identity.js';
import { keepSource, keptSourceName } from '../flow/keep-source.js';
import { makePlan, recipeOf, sayKeys } from '../flow/make-plan.js';
import type { Companion } from '../flow/mfa-session.js';
import { offerClone } from '../flow/offer-clone.js';
import { askProfile } from '../flow/profile-name.js';
import { renewIfOurs } from '../flow/renew.js';
import { sayEnd } from '../flow/say-end.js';
import type { Rooms } from '../flow/rooms.js';
import { openSession } from '../flow/session.js';
import type { Session } from '../flow/session.js';
import { answersOf, settle, signIn } from '../flow/sign-in.js';
import { isSetUpForRole } from '../flow/standing-role.js';
import type { Target } from '../flow/target.js';
import { verifyWithGit } from '../flow/verify.js';
import { withDoctorsCause } from '../flow/verification-failure.js';
import { writeDown } from '../flow/write-down.js';
import { methods } from '../methods/index.js';
import { alternativeName } from '../profile/names.js';
import { saySessionLimit } from '../methods/session-policy.js';
import type { SetupChoices } from './setup-choices.js';

/** The profile that stands for the environment in recipes. */
export const environmentRecipe = 'environment';

interface Setup {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview;
  readonly choices: SetupChoices;
  readonly house: House;
  readonly rooms: Rooms;
  readonly given: GivenTexts;
}

/** One way through the wizard with a method: the rest of the questions, the plan, the sign-in, the writing, the proof. */
export async function setUpOnce(setup: Setup): Promise<void> {
  const { method, interview, choices, house } = setup;
  await interview.all(method.questions as Questions);
  const profile = await profileOf(setup);
  interview.finish();
  const session = openSession(house, setup.rooms, {
    region: setup.target.region,
    interview,
    profile,
    setsUp: true,
    recipe: await setup.rooms.recipes.read(profile),
    renew: (name) => renewIfOurs(name, house, setup.rooms, { methods, given: setup.given, margin: 300 }),
  });
  await settle({ method, interview, context: session.context, mend: session.mend });
  const ready = method.handsOutAnew === true && (await isSetUpForRole(setup));
  const plan = ready ? sayReady(setup) : await agreeOnPlan(setup, session, profile);
  if (choices.dryRun) {
    if (choices.json) house.output.write(`${JSON.stringify(plan)}\n`);
    return;
  }
  const kept = keepSource(interview, plan.keptSource);
  await offerMfaSession(setup, session);
  const obtained = await signIn({ method, interview, context: session.context, mend: session.mend });
  const identity = await confirmIdentity(obtained.credentials, setup.target.region, [obtained.account, setup.target.account], house);
  if (obtained.ssoSession) await addSsoSession(obtained.ssoSession, setup);
  const recipe = { ...recipeOf(method, setup.target.region, interview, obtained), account: identity.account, arn: identity.arn };
  const companions = [...kept, ...session.companions];
  await writeDown({ plan, credentials: obtained.credentials, recipe, signIn: obtained.signIn, companions, overwrite: choices.overwrite, cwd: house.cwd }, setup.rooms, house.ui);
  try {
    await finish(setup, plan, obtained, identity, companions);
  } catch (error) {
    if (!isProblem(error, 'cancelled')) throw error;
    throw new Problem('cancelled', `Stopped. Profile ${profile} and Git's settings are set up.`, { hint: `\`git codecommit remove ${profile}\` takes them back.`, cause: error });
  }
}

/** For a role whose MFA device AWS's config names; a device that was given by flag says that a code is wanted each time. */
async function offerMfaSession({ interview: { known }, house, given }: Setup, session: Session): Promise<void> {
  const serial = known['roleArn'] === undefined ? undefined : known['mfaSerial'];
  if (!house.ui.interactive || typeof serial !== 'string' || known['mfaCode'] !== undefined || given.texts('mfa-serial') !== undefined) return;
  await session.offerMfaSession(serial);
}

/** So that the AWS CLI shares the sign-in; only what the plan has said. */
async function addSsoSession(session: NonNullable<Obtained['ssoSession']>, { rooms, house }: Setup): Promise<void> {
  await house.ui.step(`Writing [sso-session ${session.name}]`, () => rooms.profiles.addSsoSession(session));
}

/** Nothing is to be done; that it works is proven all the same. */
function sayReady({ method, target, rooms, house }: Setup): Plan {
  house.ui.say('Nothing need be set up: Git asks a credential helper for CodeCommit already, without a profile, so it gets the keys of this machine\'s role each time.');
  const nothing = makePlan({ profile: environmentRecipe, method, region: target.region, paths: rooms.paths, toFile: false, replaces: undefined, hasRegion: true, keptSource: undefined, git: [] });
  return { ...nothing, recipesFile: undefined };
}

async function profileOf({ method, interview, target, choices, house, rooms }: Setup): Promise<string> {
  if (choices.saveTo === 'environment' || method.handsOutAnew === true) return environmentRecipe;
  return await askProfile(interview, target, {
    ui: house.ui,
    whyNot: (name) => rooms.profiles.whyNotTarget(name, { overwrite: choices.overwrite }),
    another: async (name) => alternativeName(name, await takenNames(rooms)),
    repair: () => rooms.profiles.repairFiles(),
    sourceOf: async (name) => (await rooms.recipes.read(name))?.answers['sourceProfile'],
  });
}

async function takenNames({ profiles }: Pick<Rooms, 'profiles'>): Promise<(name: string) => boolean> {
  const names = new Set((await profiles.list()).map(({ name }) => name));
  return (name) => names.has(name);
}

/** Shows the plan until it is agreed to; "More options" asks the advanced questions and shows it again. */
async function agreeOnPlan(setup: Setup, session: Session, profile: string): Promise<Plan> {
  const { house, choices, interview, method } = setup;
  const { ui } = house;
  let advanced = false;
  for (;;) {
    const plan = await planOf(setup, profile, advanced);
    ui.heading('This will');
    ui.table(sayPlan(plan, house.homeDirectory));
    if (choices.dryRun || choices.yes || !ui.interactive) return plan;
    const answer = await ui.ask({
      kind: 'choice',
      message: 'Go ahead?',
      choices: [{ value: 'yes', name: 'Yes' }, { value: 'more', name: 'More options' }, { value: 'no', name: 'No, change nothing' }],
    });
    if (answer === 'no') throw new Problem('cancelled', 'Nothing was changed.');
    if (answer === 'yes') return plan;
    advanced = true;
    await interview.all(method.questions as Questions, { advanced });
    await settle({ method, interview, context: session.context, mend: session.mend });
  }
}

async function planOf({ method, target, interview, choices, house, rooms }: Setup, profile: string, advanced: boolean): Promise<Plan> {
  const toFile = choices.saveTo === 'file' && method.handsOutAnew !== true;
  const standing = toFile ? await rooms.profiles.keys(profile) : undefined;
  const known = (await rooms.profiles.list()).find(({ name }) => name === profile);
  return makePlan({
    profile,
    method,
    region: target.region,
    paths: rooms.paths,
    toFile,
    replaces: sayKeys(standing, house.clock.now()),
    hasRegion: known?.region !== undefined,
    keptSource: await keptSourceName({ interview, rooms, choices }, profile),
    ssoSession: method.addsSsoSession?.(answersOf(method, interview), { surroundings: interview.surroundings, remembered: () => undefined }),
    sessionLimit: saySessionLimit(interview.known),
    git: await chooseGitSettings({ target, profile: toFile ? profile : undefined, interview, choices, ui: house.ui, cwd: house.cwd, advanced }, rooms.settings),
  });
}

async function finish(setup: Setup, plan: Plan, obtained: Obtained, identity: Identity, companions: readonly Companion[]): Promise<void> {
  const { choices, target, house } = setup;
  const env = choices.saveTo === 'environment' ? environmentOf(obtained.credentials) : undefined;
  const verified = choices.verify && (setsHelper(plan) || plan.recipesFile === undefined);
  if (verified) await prove(setup, env);
  if (choices.saveTo === 'environment') giveToShell(setup, obtained.credentials);
  const cloned = await offerClone({ target, clone: choices.clone, ask: house.ui.interactive && !choices.yes && !choices.json, env }, house);
  lastScreen(setup, plan, obtained, companions, cloned);
  if (choices.json) house.output.write(`${JSON.stringify({ ...resultOf(setup, plan, obtained.credentials, identity), verified })}\n`);
}

/** Keys that only this run's environment has are none that the doctor could look at. */
async function prove({ target, house, rooms }: Setup, env: Readonly<Record<string, string | undefined>> | undefined): Promise<void> {
  try {
    await verifyWithGit({ url: target.url, host: target.host, cwd: house.cwd, env }, house, rooms);
  } catch (error) {
    throw isProblem(error) && !isProblem(error, 'cancelled') && target.url !== undefined && env === undefined ? await withDoctorsCause(error, target.url, house, rooms) : error;
  }
}

/** Whether Git asks our helper afterwards: what else is set (how it reads URLs) gives it no credentials. */
function setsHelper({ git }: Plan): boolean {
  return git.some(({ key }) => key.startsWith('credential.'));
}

/** The JSON of setup: no secret in it. */
function resultOf({ method, target }: Setup, plan: Plan, { expiration }: Credentials, identity: Identity) {
  return {
    profile: plan.profile,
    method: method.id,
    account: identity.account,
    arn: identity.arn,
    expiration: expiration === undefined ? null : isoSeconds(expiration),
    region: target.region,
    credentialsFile: plan.credentialsFile ?? null,
    git: plan.git,
  };
}

function environmentOf(credentials: Credentials): Record<string, string | undefined> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey.reveal(),
    AWS_SESSION_TOKEN: credentials.sessionToken?.reveal(),
    AWS_CREDENTIAL_EXPIRATION: credentials.expiration && isoSeconds(credentials.expiration),
  };
}

/** Export lines for a shell that reads them; at a terminal only the line that puts them into the shell, unless asked. */
function giveToShell({ house, choices }: Setup, credentials: Credentials): void {
  const format = formatOfShell(house.env, house.platform);
  if (house.output.isTerminal && !choices.show) {
    house.ui.say('Put the credentials into this shell\'s environment with:');
    house.output.write(`${evalLine(`git codecommit export --recipe ${environmentRecipe}`, format)}\n`);
  } else house.output.write(exportCredentials(credentials, format));
}

function lastScreen({ method, target, interview, choices, house: { ui, homeDirectory } }: Setup, plan: Plan, obtained: Obtained, companions: readonly Companion[], cloned: string | undefined): void {
  ui.heading('Done');
  const rows = [...sayPlan(plan, homeDirectory).map(([verb, what]) => [pastTense[verb] ?? verb, what])];
  for (const { profile } of companions.filter(({ recipe }) => recipe !== undefined)) rows.push(['written', `[${profile}] in the same file: the MFA session that refreshes lean on`]);
  const { expiration } = obtained.credentials;
  if (method.handsOutAnew !== true && expiration !== undefined) {
    const sourceForgotten = interview.known['sourceKeys'] !== undefined && plan.keptSource === undefined;
    rows.push(['lasts until', `${localMinutes(expiration)}; ${sayEnd({ method, recipe: recipeOf(method, target.region, interview, obtained), plan, helper: choices.helper, sourceForgotten })}`]);
  }
  ui.table(rows);
  if (target.url !== undefined && cloned === undefined) ui.say(`Next: \`git clone ${target.url}\``);
  if (setsHelper(plan)) ui.say(`To see the setting: \`git config --get-urlmatch credential.helper ${target.url ?? `https://${target.host}`}\``);
  ui.say('If Git ever says 403: `git codecommit doctor`');
}

const pastTense: Readonly<Record<string, string>> = { write: 'written', set: 'set', keep: 'kept', limit: 'limited' };
