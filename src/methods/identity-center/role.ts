import type { TemporaryCredentials } from '../../core/credentials.js';
import type { MethodContext } from '../../core/method.js';
import type { SsoPortal, SsoSession } from '../../core/ports/aws/identity-center.js';
import { Problem, Refusal, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Secret } from '../../core/secret.js';
import type { IdentityCenterAnswers } from './questions.js';
import { usualBrowserTimeout } from '../common/session-questions.js';
import { noRole, pickAccount, pickSsoRole } from './pick.js';
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
  const kept = await aws.ssoTokens.find(session, { profile, signal });
  try {
    return await workWith(kept);
  } catch (error) {
    if (kept === undefined || !isRefused(error, deadToken)) throw error;
    return await workWith(await aws.ssoTokens.find(session, { refused: kept, profile, signal }));
  }
}

export interface RoleInAccount {
  readonly accountId: string;
  readonly roleName: string;
  readonly credentials: TemporaryCredentials;
}

/** Goes back to the pickers, where somebody is there, as long as the role is none of theirs. */
async function roleIn(
  portal: SsoPortal,
  session: SsoSession,
  answers: IdentityCenterAnswers,
  context: MethodContext,
): Promise<RoleInAccount> {
  const before = context.localFacts.profiles.find((profile) =>
    session.name === undefined ? profile.ssoStartUrl === session.startUrl : profile.ssoSession === session.name,
  );
  let { accountId, roleName } = answers;
  for (let again = false; ; again = true) {
    accountId ??= await pickAccount(portal, { again, suggestion: before?.ssoAccountId }, context);
    try {
      roleName ??= await pickSsoRole(portal, accountId, { again, suggestion: before?.ssoRoleName }, context);
      return { accountId, roleName, credentials: await portal.roleCredentials(accountId, roleName) };
    } catch (error) {
      const problem = isNotAssigned(error) ? await notAssigned(portal, accountId, roleName, error) : error;
      if (!isProblem(problem) || problem.question === undefined || !context.ui.interactive) throw problem;
      context.ui.warn(problem.message);
      if (problem.question === 'accountId') accountId = undefined;
      roleName = undefined;
    }
  }
}

/** AWS says "No access" whether the role is gone, the account, or the assignment. */
function isNotAssigned(error: unknown): boolean {
  return (
    isRefused(error, 'ForbiddenException') ||
    isRefused(error, 'ResourceNotFoundException') ||
    isRefused(error, 'AccessDeniedException')
  );
}

function isRefused(error: unknown, code: string): error is Refusal {
  return error instanceof Refusal && error.facts.code === code;
}

async function notAssigned(
  portal: SsoPortal,
  accountId: string,
  roleName: string | undefined,
  cause: unknown,
): Promise<Problem> {
  const roles = roleName === undefined ? [] : await portal.roles(accountId).catch(() => []);
  if (roleName === undefined || roles.length === 0) return noRole(accountId);
  return new Problem(
    'aws',
    `You have no role ${roleName} in account ${accountId} through this access portal; there ${roles.length === 1 ? 'is' : 'are'}: ${roles
      .slice(0, 10)
      .map((role) => printable(role, 64))
      .join(', ')}.`,
    {
      hint: 'Choose one of them with --role-name, or ask your administrator.',
      question: 'roleName',
      cause,
    },
  );
}
