import type { Interview } from '../core/interview/interview.js';
import type { AnyMethod, MethodContext, Obtained } from '../core/method.js';
import type { Ports } from '../core/ports/ports.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Recipe } from '../core/recipe.js';
import type { Credentials } from '../core/credentials.js';
import { askMfaCode } from '../methods/common/mfa.js';
import { keys } from '../methods/keys.js';
import { sourceQuestions } from '../methods/common/source-questions.js';
import type { Question, Questions } from '../core/interview/question.js';
import type { Choice } from '../core/ports/ui.js';
import { keyOfSource } from '../methods/common/tried.js';
import type { HandOverPorts } from '../interview/hand-over.js';
import type { CauseHandlers, SignInAttempt } from './attempt.js';
import type { RefusalHandler } from './handle-refusal.js';
import { takeWay, waysOn } from './ways-on.js';
import type { Occasion } from './ways-on.js';
import type { ExtraProfile, MfaSessionPorts } from './mfa-session.js';
import type { Stores } from '../stores/stores.js';
import { retryAfterRefusal, settle, signIn } from './sign-in.js';
import { Sources } from './sources.js';
import type { SignInAnswers } from '../methods/answers.js';

/** The ports that signing in takes. */
export type SignInPorts = Pick<
  Ports,
  'aws' | 'browser' | 'samlBrowser' | 'clock' | 'openid' | 'ui' | 'signal' | 'readText' | 'templates'
> &
  HandOverPorts;

export interface SignInFacts {
  readonly method: AnyMethod;
  readonly region: string;
  readonly interview: Interview<SignInAnswers>;
  /** The recipe that is repeated, or the one of an earlier run: what it learned is remembered. */
  readonly recipe: Recipe | undefined;
  /** The profile that is set up, for naming what stands beside it. */
  readonly profile: string;
  /** The repository that is being set up, as far as it is known. */
  readonly repository?: MethodContext['repository'];
  /** A profile is being set up, so that another way to sign in may still be chosen. */
  readonly setsUp?: boolean | undefined;
  /** What this run found out about roles and keys that it signed in by. */
  readonly tried?: ReadonlyMap<string, string> | undefined;
  /** Renews a source of ours that has ended. */
  readonly renew: (profile: string) => Promise<Credentials | undefined>;
}

/** One sign-in that is under way: what can be done with it, and the profiles made beside it. */
export interface OngoingSignIn {
  /** Checks the answers before anything is shown or called; what cannot be is asked again. */
  readonly settle: () => Promise<void>;
  /** Gets credentials, and has them confirmed; what AWS refuses is asked again. */
  readonly obtain: <T>(
    confirm: (obtained: Obtained) => Promise<T>,
  ) => Promise<{ readonly obtained: Obtained; readonly confirmed: T }>;
  /** Offers an MFA session as the source, for a role that is known to want a code of this device. */
  readonly offerMfaSession: (serial: string) => Promise<void>;
  readonly extraProfiles: readonly ExtraProfile[];
  /** What may be taken in place of what CodeCommit refused, as lines of a menu. */
  readonly waysOn: (occasion: Occasion) => readonly Choice[];
  /** Follows one of them. @throws OtherAnswer */
  readonly takeWay: (picked: string) => Promise<boolean>;
  /** The access key that was entered in place of one that AWS refused. */
  readonly enteredInstead: () => Credentials | undefined;
}

/** Puts together what a method needs to sign in. */
export function openSignIn(
  ports: SignInPorts,
  stores: Pick<Stores, 'profiles' | 'tokens' | 'usedCodes'>,
  { method, region, interview, recipe, profile, renew, setsUp, repository, tried }: SignInFacts,
): OngoingSignIn {
  const extraProfiles: ExtraProfile[] = [];
  const target = profile === environmentRecipe ? undefined : profile;
  const sources = new Sources({
    aws: ports.aws,
    region,
    target,
    renew,
    mfaCode: (serial) => askMfaCode(serial, context),
  });
  const context = methodContext(ports, stores, { region, interview, recipe, profile, repository, setsUp, tried }, () =>
    sources.of(interview.known),
  );
  const adopt = (extra: ExtraProfile): void => {
    extraProfiles.push(extra);
    sources.hold(extra.profile, extra.credentials);
  };
  const mfa: MfaSessionPorts = {
    ui: ports.ui,
    nameFor: () => mfaSessionName(interview, profile, stores),
    adopt,
  };
  let enteredInstead: Credentials | undefined;
  const anotherKey = async (attempt: SignInAttempt): Promise<boolean> => {
    enteredInstead = await enterAnotherKey(attempt);
    return true;
  };
  let opened: Promise<RefusalHandler> | undefined;
  const handleRefusal: RefusalHandler = async (problem, attempt) =>
    await (
      await (opened ??= openRefusalHandler(ports, mfa, setsUp === true, anotherOf))
    )(problem, attempt);
  const signing = { method, interview, context, handleRefusal };
  const anotherOf = { source: anotherSource, key: anotherKey, 'pasted-keys': pasteAgain };
  return {
    settle: () => settle(signing),
    obtain: (confirm) => signIn(signing, confirm),
    offerMfaSession: async (serial) => {
      const { offerMfaSession } = await import('./mfa-session.js');
      await retryAfterRefusal(signing, () => offerMfaSession(mfa, serial, { interview, context }));
    },
    extraProfiles,
    waysOn: (occasion) => waysOn(occasion, signing),
    takeWay: (picked) => takeWay(picked, signing, anotherOf),
    enteredInstead: () => enteredInstead,
  };
}

/** What the method may touch. */
function methodContext(
  ports: SignInPorts,
  { usedCodes, tokens }: Pick<Stores, 'tokens' | 'usedCodes'>,
  {
    region,
    interview,
    recipe,
    profile,
    repository,
    setsUp,
    tried,
  }: Pick<SignInFacts, 'region' | 'interview' | 'recipe' | 'profile' | 'repository' | 'setsUp' | 'tried'>,
  source: MethodContext['source'],
): MethodContext {
  const { aws, browser, samlBrowser, clock, ui, signal, templates, openid, readText } = ports;
  return {
    region,
    profile,
    settingsProfile: profile === environmentRecipe ? undefined : profile,
    repository,
    aws,
    browser,
    samlBrowser: browser === undefined ? undefined : samlBrowser,
    clock,
    ui,
    signal,
    localFacts: interview.localFacts,
    usedCodes,
    templates,
    openid,
    tokens,
    source,
    mayChangeMethod: setsUp === true,
    tried,
    ask: (name, question, refinement) => interview.now(name, question, refinement),
    remembered: (name) => recipe?.answers[name],
    isOfTeam: (name) => interview.isOfTeam(name),
    readText,
  };
}

/** Loaded with the first refusal. */
async function openRefusalHandler(
  ports: SignInPorts,
  mfa: MfaSessionPorts,
  mayChangeMethod: boolean,
  anotherOf: CauseHandlers,
): Promise<RefusalHandler> {
  const [{ refusalHandler }, { tryMfaFirst, wantMfa }, { handOver }] = await Promise.all([
    import('./handle-refusal.js'),
    import('./mfa-session.js'),
    import('../interview/hand-over.js'),
  ]);
  return refusalHandler({
    ui: ports.ui,
    handOver: (text) => handOver(text, 'message-about-aws.txt', ports),
    handlers: { mfa: wantMfa(mfa), ...anotherOf },
    tryLikelyCause: tryMfaFirst(mfa),
    mayChangeMethod,
  });
}

async function enterAnotherKey({ interview }: SignInAttempt): Promise<Credentials | undefined> {
  interview.refuse('sourceKeys');
  return await interview.now('sourceKeys', sourceQuestions.sourceKeys, { again: true });
}

async function pasteAgain({ interview }: SignInAttempt): Promise<boolean> {
  interview.refuse('keys');
  await interview.now('keys', keys.questions.keys, { again: true });
  return true;
}

/** Keys in place of those that signed, by the method's own questions for them. */
async function anotherSource({ method, interview, context }: SignInAttempt): Promise<boolean> {
  const questions = method.questions as Questions;
  const { sourceProfile = sourceQuestions.sourceProfile } = questions;
  for (const name of ['sourceKeys', 'sourceProfile', 'command'] as const) interview.refuse(name);
  await interview.now('sourceProfile', sourceProfile, {
    again: true,
    choices: (known, localFacts) =>
      (sourceProfile.choices?.(known, localFacts) ?? []).map((choice) => {
        const mark = context.tried?.get(keyOfSource(choice.value));
        return mark === undefined ? choice : { ...choice, name: `${choice.name}  (${mark})` };
      }),
  });
  const instead = (['sourceKeys', 'command'] as const).find((name) => name in questions);
  if (interview.known.sourceProfile === undefined && instead !== undefined)
    await interview.now(instead, questions[instead] as Question, { again: true });
  return true;
}

/** `SOURCE-mfa` where that can be written to, for several roles may share it; else `PROFILE-mfa`. */
async function mfaSessionName(
  { known }: Interview<SignInAnswers>,
  profile: string,
  { profiles }: Pick<Stores, 'profiles'>,
): Promise<string> {
  const source = (known.sourceKeys === undefined ? known.sourceProfile : undefined) ?? profile;
  const wanted = `${source}-mfa`;
  return (await profiles.whyNotWritable(wanted, { overwrite: false })) === undefined ? wanted : `${profile}-mfa`;
}
