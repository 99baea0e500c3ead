import type { MethodContext } from '../../core/method.js';
import type { SsoPortal, SsoSession } from '../../core/ports/aws/identity-center.js';
import { Problem, Refusal, isProblem } from '../../core/problem.js';
import type { Secret } from '../../core/secret.js';
import type { IdentityCenterAnswers } from './questions.js';
import { usualBrowserTimeout } from '../common/session-questions.js';
import { roleIn } from './role-in-account.js';
import type { RoleInAccount } from './role-in-account.js';
import { askPortalRegion, findPortalRegion, nothingFound } from './portal-region.js';
import type { FoundRegions } from './portal-region.js';
import { isVanity, resolvePortal } from './resolve.js';
import type { Portal } from './resolve.js';
import { askStartUrl, chosenSession, portalAt, regionOfPortal } from './session.js';
import { signInToPortal } from './sign-in.js';
import type { SignedInToPortal } from './sign-in.js';

/** The token is dead: signed out, or taken back. */
const deadToken = 'UnauthorizedException';

/** What came of it, with the portal that it was got from. */
export interface RoleAtPortal extends RoleInAccount {
  readonly session: SsoSession;
  readonly added: (SsoSession & { readonly name: string }) | undefined;
}

/**
 * Signs in to the access portal and gets a role's keys there. A Region that nobody has said is found; an address or a
 * Region that was wrong is asked for again: AWS does not say which it is.
 */
export async function atPortal(answers: IdentityCenterAnswers, context: MethodContext): Promise<RoleAtPortal> {
  let chosen = chosenSession(answers, context);
  let found = nothingFound();
  for (;;) {
    const { session: portal, added } = chosen;
    let aim = portal.region === undefined ? undefined : { ...portal, region: portal.region };
    try {
      aim ??= await withRegion(portal, found, context);
      if (aim !== undefined) {
        const session = { ...portal, region: aim.region };
        const { region, ...role } = await inPortal(session, aim, answers, context, (at) =>
          roleIn(at, session, answers, context),
        );
        return { session: { ...session, region }, added: added && { ...added, region }, ...role };
      }
    } catch (error) {
      if (!isProblem(error) || error.question !== 'startUrl') throw error;
      // What AWS's config file says is not asked again.
      if (answers.ssoSession !== undefined)
        throw new Problem(error.kind, error.message, { hint: error.hint, cause: error });
      if (!context.ui.interactive) throw error;
      context.ui.warn(error.message);
    }
    if (aim !== undefined) found.refused.add(aim.region);
    const leads = aim === undefined || isVanity(aim.startUrl) ? undefined : aim.startUrl;
    const region = leads === undefined ? undefined : await askPortalRegion(leads, found, context);
    if (region !== undefined) {
      chosen = portalAt(portal.startUrl, region, answers, context.localFacts);
      continue;
    }
    found = nothingFound();
    const startUrl = await askStartUrl(portal.startUrl, context);
    chosen = portalAt(startUrl, regionOfPortal({ startUrl }, context.localFacts), answers, context.localFacts);
  }
}

/** The portal itself with its Region, where nobody has said it; undefined where another address is to be asked for. */
async function withRegion(
  portal: Portal,
  found: FoundRegions,
  context: MethodContext,
): Promise<SsoSession | undefined> {
  const itself = await resolvePortal(portal, context);
  const region = itself.region ?? (await findPortalRegion(itself.startUrl, found, context));
  return region === undefined ? undefined : { ...itself, region };
}

/**
 * Works in the portal; somebody whose token AWS does not take any more signs in again, once.
 * @returns what came of it, with the Region that the portal was worked with in
 */
async function inPortal<T extends object>(
  session: SsoSession,
  aim: SsoSession,
  answers: IdentityCenterAnswers,
  context: MethodContext,
  work: (portal: SsoPortal) => Promise<T>,
): Promise<T & { readonly region: string }> {
  const { aws, settingsProfile: profile, signal } = context;
  const signIn = (): Promise<SignedInToPortal> =>
    signInToPortal(
      session,
      () => resolvePortal(aim, context),
      (answers.browserTimeout ?? usualBrowserTimeout) * 1000,
      context,
    );
  const workWith = async (token: Secret | undefined): Promise<T & { readonly region: string }> => {
    const signedIn = token === undefined ? await signIn() : { token, region: session.region };
    const { region } = signedIn;
    return { ...(await work(await aws.ssoPortal({ region, profile, signal }, signedIn.token))), region };
  };
  const kept = await aws.ssoTokens.find(session, { profile, signal, adopts: true });
  try {
    return await workWith(kept);
  } catch (error) {
    if (kept === undefined || !isRefused(error, deadToken)) throw error;
    return await workWith(await aws.ssoTokens.find(session, { refused: kept, profile, signal }));
  }
}

function isRefused(error: unknown, code: string): error is Refusal {
  return error instanceof Refusal && error.facts.code === code;
}
