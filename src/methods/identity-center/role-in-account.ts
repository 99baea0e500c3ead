import { isSamePortal } from '../../aws/saml/access-portal.js';
import type { TemporaryCredentials } from '../../core/credentials.js';
import type { MethodContext } from '../../core/method.js';
import type { Choice } from '../../core/ports/ui.js';
import type { SsoPortal, SsoSession } from '../../core/ports/aws/identity-center.js';
import { isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { isMissing, mostSearched, searchAccounts } from './look-for-repository.js';
import { noRole, noSuchRole, pickPlace } from './pick.js';
import type { Narrowed, PickOptions } from './pick.js';
import { isPlace, keyOf } from './place.js';
import type { Place } from './place.js';
import { PortalList, isNotAssigned } from './portal-list.js';

/** A role, with its keys. */
export interface RoleInAccount extends Place {
  readonly credentials: TemporaryCredentials;
}

/** The choices that are no place. */
const goOn = ':go-on';
const search = ':search';

/**
 * A role in an account, as it was said or as a person chooses it. Somebody who is there comes back to the list as long
 * as the role is none of theirs, or the repository that is set up is not in the account.
 */
export async function roleIn(
  portal: SsoPortal,
  session: SsoSession,
  given: Narrowed,
  context: MethodContext,
): Promise<RoleInAccount> {
  const list = new PortalList(portal, context);
  const marks = new Map(context.tried);
  let narrowed = given;
  let likely = likelyPlace(session, context);
  let missed: RoleInAccount | undefined;
  // What was found to be wrong is not taken again for being the only one.
  for (let again = [...marks.keys()].some(isPlace); ; again = true) {
    try {
      const extra = missed === undefined ? [] : await otherChoices(missed, list, marks, context);
      const place = await placeOf(list, narrowed, { again, likely, marks, extra }, context);
      if (typeof place !== 'string') {
        const role: RoleInAccount = { ...place, credentials: await credentialsAt(portal, list, place) };
        if (!(await lacksRepository(role, context))) return role;
        missed = role;
        marks.set(keyOf(place), 'tried: no such repository');
        narrowed = {};
      } else if (missed !== undefined) {
        if (place === goOn) return missed;
        likely = (await searchOthers(missed, portal, list, marks, context)) ?? {};
      }
    } catch (error) {
      if (!isProblem(error) || error.question === undefined || !context.ui.interactive) throw error;
      context.ui.warn(error.message);
      narrowed = error.question === 'roleName' ? { accountId: narrowed.accountId } : {};
    }
  }
}

/** What the repository's ARN, an earlier recipe or a profile of AWS's config says. */
function likelyPlace(
  session: SsoSession,
  { localFacts, remembered, repository }: Pick<MethodContext, 'localFacts' | 'remembered' | 'repository'>,
): Narrowed {
  const before = localFacts.profiles.find((profile) =>
    session.name === undefined ? profile.ssoStartUrl === session.startUrl : profile.ssoSession === session.name,
  );
  const earlier = localFacts.earlier?.find(
    ({ recipe: { method, answers } }) =>
      method === 'identity-center' &&
      (isSamePortal(answers['startUrl'], session.startUrl) ||
        (session.name !== undefined && answers['ssoSession'] === session.name)),
  )?.recipe.answers;
  return {
    accountId: repository?.account ?? remembered('accountId') ?? earlier?.['accountId'] ?? before?.ssoAccountId,
    roleName: remembered('roleName') ?? earlier?.['roleName'] ?? before?.ssoRoleName,
  };
}

/** Where both are said, nothing is looked up. */
async function placeOf(
  list: PortalList,
  narrowed: Narrowed,
  options: PickOptions,
  context: MethodContext,
): Promise<Place | string> {
  const { accountId, roleName } = narrowed;
  if (accountId !== undefined && roleName !== undefined) return { accountId, roleName };
  return await pickPlace(list, narrowed, options, context);
}

async function credentialsAt(portal: SsoPortal, list: PortalList, place: Place): Promise<TemporaryCredentials> {
  const { accountId, roleName } = place;
  try {
    return await portal.roleCredentials(accountId, roleName);
  } catch (error) {
    if (!isNotAssigned(error)) throw error;
    list.forget(accountId);
    const there = await list.rolesIn(accountId).catch(() => []);
    throw there.length === 0 ? noRole(accountId) : noSuchRole(place, there, error);
  }
}

/** Whether the repository that a person sets up is not in the role's account, which is said. */
async function lacksRepository({ accountId, credentials }: RoleInAccount, context: MethodContext): Promise<boolean> {
  const name = context.repository?.name;
  if (name === undefined || !context.ui.interactive || !(await isMissing(name, credentials, context))) return false;
  context.ui.warn(
    `There is no repository ${printable(name, 100)} in account ${accountId} in ${printable(context.region, 60)}.`,
  );
  return true;
}

/** What else there is to do once the repository was not found: to go on all the same, and to look for it. */
async function otherChoices(
  missed: RoleInAccount,
  list: PortalList,
  marks: ReadonlyMap<string, string>,
  context: MethodContext,
): Promise<readonly Choice[]> {
  const count = Math.min((await searchable(missed, list, marks)).length, mostSearched);
  const name = printable(context.repository?.name ?? '', 100);
  return [
    ...(count === 0
      ? []
      : [
          {
            value: search,
            name: `Look for ${name} in ${count} other account${count === 1 ? '' : 's'}, as ${printable(missed.roleName, 64)}`,
          },
        ]),
    { value: goOn, name: `Go on with ${missed.accountId}  ${printable(missed.roleName, 64)} all the same` },
  ];
}

/** The same role's places in other accounts, as far as nothing was found out about them. */
async function searchable(
  { accountId, roleName }: Place,
  list: PortalList,
  marks: ReadonlyMap<string, string>,
): Promise<readonly Place[]> {
  const accounts = (await list.accounts(undefined)).filter(({ id }) => id !== accountId);
  return (await list.placesOf(accounts, roleName)).filter((place) => !marks.has(keyOf(place)));
}

/** Looks where the person asked to, and marks what was found out. */
async function searchOthers(
  missed: RoleInAccount,
  portal: SsoPortal,
  list: PortalList,
  marks: Map<string, string>,
  context: MethodContext,
): Promise<Place | undefined> {
  const name = context.repository?.name ?? '';
  const found = await searchAccounts(name, await searchable(missed, list, marks), portal, context);
  for (const { place, has } of found)
    marks.set(
      keyOf(place),
      has === undefined ? 'tried: AWS does not say' : has ? 'the repository is there' : 'tried: no such repository',
    );
  const there = found.filter(({ has }) => has === true).map(({ place }) => place);
  const accounts = there.map(({ accountId }) => accountId).join(', ');
  context.ui.say(
    there.length === 0
      ? `${printable(name, 100)} was found in none of them.`
      : `${printable(name, 100)} is in account ${accounts}.`,
  );
  return there[0];
}
