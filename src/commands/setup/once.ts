import { credentialVariables } from '../../aws/credential-formats/export-formats.js';
import type { Credentials, Identity } from '../../core/credentials.js';
import type { Interview } from '../../core/interview/interview.js';
import type { AnyMethod, Obtained } from '../../core/method.js';
import { isOfClone, setsHelper } from '../../core/plan.js';
import type { Plan } from '../../core/plan.js';
import { Problem, isProblem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Questions } from '../../core/interview/question.js';
import { environmentRecipe } from '../../core/recipe.js';
import { isoSeconds } from '../../core/text/time.js';
import { acceptCloneSettings } from '../../interview/accept-clone-settings.js';
import { jsonWithoutSecrets } from '../../core/text/hide-secrets.js';
import { agreeOnPlan } from './plan/agree-on-plan.js';
import type { InvocationOf } from '../shared/call.js';
import type { SetupFlag } from './flags.js';
import { giveToShell } from './finish/export-to-shell.js';
import { clearCompiled } from '../../stores/clear-compiled.js';
import { agreedEndpoints } from '../../sign-in/foreign-endpoints.js';
import { confirmIdentity } from '../../sign-in/identity.js';
import { keepSource } from './plan/keep-source-keys.js';
import { sayOutcome } from './finish/setup-summary.js';
import { makePlan } from './plan/make-plan.js';
import { recipeOf } from '../../sign-in/recipe-of.js';
import type { ExtraProfile } from '../../sign-in/mfa-session.js';
import { offerClone } from './finish/offer-clone.js';
import { askProfile, untakenName } from './profile-name.js';
import { renewIfOurs } from '../../sign-in/renew.js';
import type { Stores } from '../../stores/stores.js';
import { openSignIn } from '../../sign-in/open-sign-in.js';
import type { OngoingSignIn } from '../../sign-in/open-sign-in.js';
import { settle, signIn } from '../../sign-in/sign-in.js';
import { isSetUpForRole } from './instance-role.js';
import type { Target } from '../../interview/clone-target.js';
import { verifyWithGit } from './finish/verify.js';
import { withDoctorsCause } from './finish/verification-failure.js';
import { writeDown } from './finish/write-results.js';
import { methods } from '../../methods/index.js';
import type { SetupChoices } from './choices.js';
import type { RecipeTexts } from '../../sign-in/recipe-of.js';
import type { SetupAnswers } from './answers.js';

interface Setup {
  readonly method: AnyMethod;
  readonly target: Target;
  readonly interview: Interview<SetupAnswers>;
  readonly choices: SetupChoices;
  readonly ports: Ports;
  readonly stores: Stores;
  readonly given: InvocationOf<SetupFlag>;
}

/**
 * One way through the wizard with a method: the rest of the questions, the plan, the sign-in, the writing, the proof.
 */
export async function setUpOnce(setup: Setup): Promise<void> {
  const { method, interview, choices, ports, stores } = setup;
  await interview.all(method.questions as Questions);
  const profile = await profileOf(setup);
  interview.finish();
  const ongoing = openSignIn(ports, setup.stores, {
    region: setup.target.region,
    interview,
    profile,
    setsUp: true,
    recipe: await setup.stores.recipes.read(profile),
    renew: (name) => renewIfOurs(name, ports, setup.stores, { methods, given: setup.given }),
  });
  await settle({ method, interview, context: ongoing.context, handleRefusal: ongoing.handleRefusal });
  const ready = method.handsOutAnew === true && (await isSetUpForRole(setup));
  const plan = ready ? sayReady(setup) : await agreeOnPlan(setup, ongoing, profile);
  if (choices.dryRun) {
    if (choices.json) ports.output.write(`${jsonWithoutSecrets(plan)}\n`);
    return;
  }
  if (isOfClone(plan)) await acceptCloneSettings(ports, stores.settings, choices);
  const kept = keepSource(interview, plan.keptSource);
  await offerMfaSession(setup, ongoing);
  const obtained = await signIn({ method, interview, context: ongoing.context, handleRefusal: ongoing.handleRefusal });
  const identity = await confirmIdentity(
    obtained.credentials,
    { region: setup.target.region, profile: profile === environmentRecipe ? undefined : profile },
    [obtained.account, setup.target.account],
    ports,
  );
  if (obtained.ssoSession) await addSsoSession(obtained.ssoSession, setup);
  const made = recipeOf(method, setup.target.region, interview, obtained);
  const recipe = {
    ...made,
    answers: { ...made.answers, ...agreedEndpoints(ports.aws) },
    account: identity.account,
    arn: identity.arn,
  };
  const extraProfiles = [...kept, ...ongoing.extraProfiles];
  await writeDown(
    {
      plan,
      credentials: obtained.credentials,
      recipe,
      signIn: obtained.signIn,
      extraProfiles,
      overwrite: choices.overwrite,
      cwd: ports.cwd,
    },
    setup.stores,
    ports.ui,
  );
  await clearCompiled(ports.files, setup.stores);
  try {
    await finish(setup, plan, obtained, identity, extraProfiles);
  } catch (error) {
    if (!isProblem(error, 'cancelled')) throw error;
    throw new Problem('cancelled', `Stopped. Profile ${profile} and Git's settings are set up.`, {
      hint: `\`git codecommit remove ${profile}\` takes them back.`,
      cause: error,
    });
  }
}

/**
 * For a role whose MFA device AWS's config names; a device that was given by flag says that a code is wanted each time.
 */
async function offerMfaSession({ interview: { known }, ports, given }: Setup, ongoing: OngoingSignIn): Promise<void> {
  const serial = known.roleArn === undefined ? undefined : known.mfaSerial;
  if (
    !ports.ui.interactive ||
    typeof serial !== 'string' ||
    known.mfaCode !== undefined ||
    given.texts('mfa-serial') !== undefined
  )
    return;
  await ongoing.offerMfaSession(serial);
}

/** So that the AWS CLI shares the sign-in; only what the plan has said. */
async function addSsoSession(session: NonNullable<Obtained['ssoSession']>, { stores, ports }: Setup): Promise<void> {
  await ports.ui.step(`Writing [sso-session ${session.name}]`, () => stores.profiles.addSsoSession(session));
}

/** Nothing is to be done; that it works is proven all the same. */
function sayReady({ method, target, stores, ports }: Setup): Plan {
  ports.ui.say(
    'Nothing need be set up: Git asks a credential helper for CodeCommit already, without a profile, so it ' +
      "gets the keys of this machine's role each time.",
  );
  const nothing = makePlan({
    profile: environmentRecipe,
    method,
    region: target.region,
    paths: stores.paths,
    toFile: false,
    replaces: undefined,
    hasRegion: true,
    keptSource: undefined,
    git: [],
  });
  return { ...nothing, recipesFile: undefined };
}

async function profileOf({ method, interview, target, choices, ports, stores }: Setup): Promise<string> {
  if (choices.saveTo === 'environment' || method.handsOutAnew === true) return environmentRecipe;
  return await askProfile(interview, target, {
    ui: ports.ui,
    whyNot: (name) => stores.profiles.whyNotWritable(name, { overwrite: choices.overwrite }),
    another: (name) => untakenName(name, stores.profiles),
    repair: () => stores.profiles.repairFiles(),
    sourceOf: async (name) => {
      const { sourceProfile }: RecipeTexts = (await stores.recipes.read(name))?.answers ?? {};
      return sourceProfile;
    },
  });
}

async function finish(
  setup: Setup,
  plan: Plan,
  obtained: Obtained,
  identity: Identity,
  extraProfiles: readonly ExtraProfile[],
): Promise<void> {
  const { choices, target, ports } = setup;
  const env = choices.saveTo === 'environment' ? credentialVariables(obtained.credentials) : undefined;
  const verified = choices.verify && (setsHelper(plan) || plan.recipesFile === undefined);
  if (verified) await prove(setup, plan, env);
  if (choices.saveTo === 'environment') giveToShell(obtained.credentials, ports, choices);
  const cloned = await offerClone(
    { target, clone: choices.clone, ask: ports.ui.interactive && !choices.yes && !choices.json, env },
    ports,
  );
  sayOutcome({ ...setup, plan, obtained, extraProfiles, cloned }, ports);
  if (choices.json)
    ports.output.write(
      `${jsonWithoutSecrets({ ...resultOf(setup, plan, obtained.credentials, identity), verified })}\n`,
    );
}

/** Keys that only this run's environment has are none that the doctor could look at. */
async function prove(
  { target, ports, stores }: Setup,
  plan: Plan,
  env: Readonly<Record<string, string | undefined>> | undefined,
): Promise<void> {
  try {
    await verifyWithGit(
      { url: target.url, host: target.host, cwd: ports.cwd, inClone: isOfClone(plan), env },
      ports,
      stores,
    );
  } catch (error) {
    throw isProblem(error) && !isProblem(error, 'cancelled') && target.url !== undefined && env === undefined
      ? await withDoctorsCause(error, target.url, ports, stores)
      : error;
  }
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
