import type { Interview } from '../core/interview/interview.js';
import type { MethodContext } from '../core/method.js';
import type { House } from '../core/ports/ports.js';
import { environmentRecipe } from '../core/recipe.js';
import type { Recipe } from '../core/recipe.js';
import type { Credentials } from '../core/credentials.js';
import { askMfaCode } from '../methods/shared/mfa.js';
import { sourceQuestions } from '../methods/shared/source-questions.js';
import type { Mender, Refused } from './handle-refusal.js';
import type { Companion, MfaSessionDrawers } from './mfa-session.js';
import type { Rooms } from '../stores/stores.js';
import { SourceDesk } from './sources.js';

/** The drawers that signing in takes from the house. */
export type SessionDrawers = Pick<
  House,
  'aws' | 'browser' | 'samlBrowser' | 'clock' | 'openid' | 'ui' | 'signal' | 'readText' | 'templates'
>;

export interface SessionFacts {
  readonly region: string;
  readonly interview: Interview;
  /** The recipe that is repeated, or the one of an earlier run: what it learned is remembered. */
  readonly recipe: Recipe | undefined;
  /** The profile that is set up, for naming what stands beside it. */
  readonly profile: string;
  /** A profile is being set up, so that another way to sign in may still be chosen. */
  readonly setsUp?: boolean | undefined;
  /** Renews a source of ours that has ended. */
  readonly renew: (profile: string) => Promise<Credentials | undefined>;
}

/** One sign-in on its way: the method's context, who mends refusals, and what was made beside it. */
export interface Session {
  readonly context: MethodContext;
  readonly mend: Mender;
  /** Offers an MFA session as the source, for a role that is known to want a code of this device. */
  readonly offerMfaSession: (serial: string) => Promise<void>;
  readonly companions: Companion[];
}

/** Puts together what a method needs to sign in. */
export function openSession(
  drawers: SessionDrawers,
  rooms: Rooms,
  { region, interview, recipe, profile, renew, setsUp }: SessionFacts,
): Session {
  const companions: Companion[] = [];
  const target = profile === environmentRecipe ? undefined : profile;
  const sources = new SourceDesk({
    aws: drawers.aws,
    region,
    target,
    renew,
    mfaCode: (serial) => askMfaCode(serial, context),
  });
  const context: MethodContext = {
    region,
    profile,
    settingsProfile: target,
    aws: drawers.aws,
    browser: drawers.browser,
    samlBrowser: drawers.browser === undefined ? undefined : drawers.samlBrowser,
    clock: drawers.clock,
    ui: drawers.ui,
    signal: drawers.signal,
    surroundings: interview.surroundings,
    usedCodes: rooms.usedCodes,
    templates: drawers.templates,
    openid: drawers.openid,
    tokens: rooms.tokens,
    source: () => sources.of(interview.known),
    ask: (name, question, refinement) => interview.now(name, question, refinement),
    remembered: (name) => recipe?.answers[name],
    readText: drawers.readText,
  };
  const adopt = (companion: Companion): void => {
    companions.push(companion);
    sources.hold(companion.profile, companion.credentials);
  };
  const mfa: MfaSessionDrawers = {
    ui: drawers.ui,
    nameFor: () =>
      freeName(
        interview.known['sourceKeys'] === undefined ? (interview.known['sourceProfile'] as string) : profile,
        profile,
        rooms,
      ),
    adopt,
  };
  let mend: Promise<Mender> | undefined;
  return {
    context,
    mend: async (problem, at) => await (await (mend ??= openMender(drawers.ui, mfa, setsUp === true)))(problem, at),
    offerMfaSession: async (serial) =>
      (await import('./mfa-session.js')).offerMfaSession(mfa, serial, { interview, context }),
    companions,
  };
}

/** Loaded once there is something to mend. */
async function openMender(ui: SessionDrawers['ui'], mfa: MfaSessionDrawers, otherWay: boolean): Promise<Mender> {
  const [{ mender }, { suspectMfa, wantMfa }] = await Promise.all([
    import('./handle-refusal.js'),
    import('./mfa-session.js'),
  ]);
  return mender({ ui, handlers: { mfa: wantMfa(mfa), source: anotherSource }, suspect: suspectMfa(mfa), otherWay });
}

async function anotherSource({ interview }: Refused): Promise<boolean> {
  interview.refuse('sourceKeys');
  interview.refuse('sourceProfile');
  await interview.now('sourceProfile', sourceQuestions.sourceProfile, { again: true });
  if (interview.known['sourceProfile'] === undefined)
    await interview.now('sourceKeys', sourceQuestions.sourceKeys, { again: true });
  return true;
}

/** `SOURCE-mfa` where that can be written to, for several roles may share it; else `PROFILE-mfa`. */
async function freeName(source: string, profile: string, { profiles }: Pick<Rooms, 'profiles'>): Promise<string> {
  const wanted = `${source}-mfa`;
  return (await profiles.whyNotTarget(wanted, { overwrite: false })) === undefined ? wanted : `${profile}-mfa`;
}
