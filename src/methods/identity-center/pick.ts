import type { MethodContext } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import type { Choice } from '../../core/ports/ui.js';
import { printable } from '../../core/text/printable.js';
import { choice, optional, text } from '../../core/interview/question.js';
import { keyOf } from './place.js';
import type { Place } from './place.js';
import type { PortalList } from './portal-list.js';

const account = {
  ...text({
    message: 'Which account?',
    help: 'AWS account to use, twelve digits',
    shareable: true,
    leadsTo: (id) => `account ${id}`,
    parse: parseAccount,
    asked: 'on-demand',
  }),
  valueName: 'ID',
};

const role = {
  ...text({
    message: 'Which role?',
    help: 'role (permission set) to use in the account',
    shareable: true,
    parse: parseRole,
    asked: 'on-demand',
  }),
  valueName: 'NAME',
};

/** Asked only once it is known what there is to choose from. */
export const portalQuestions = { accountId: optional(account), roleName: optional(role) };

/** Both in one list. What is chosen need not be one of them. */
const accountAndRole = choice({
  message: 'Which account and role?',
  help: 'account and role to use',
  shareable: false,
  choices: () => [],
});

/** What is said already of where to go, by flag or recipe. */
export interface Narrowed {
  readonly accountId?: string | undefined;
  readonly roleName?: string | undefined;
}

export interface PickOptions {
  /** Chosen anew, for what was chosen before was wrong. */
  readonly again: boolean;
  /** What is likely: by the repository's ARN, an earlier recipe or a profile. */
  readonly likely: Narrowed;
  /** What was found out about a place, in words. */
  readonly marks: ReadonlyMap<string, string>;
  /** What else there is to choose. */
  readonly extra: readonly Choice[];
}

type PickContext = Pick<MethodContext, 'ask' | 'ui'>;

/**
 * Account and role, as one choice from all that there are. Where there is only one, it is taken; of more accounts than
 * can be looked into beforehand, one is chosen first.
 * @returns the place, or the value of one of the extra choices
 * @throws Problem `aws` when the portal's user has none
 */
export async function pickPlace(
  list: PortalList,
  narrowed: Narrowed,
  options: PickOptions,
  context: PickContext,
): Promise<Place | string> {
  const accounts = await list.accounts(narrowed.accountId);
  if (accounts.length === 0) throw noAccount();
  let { accountId } = narrowed;
  if (accounts.length > 1 && (list.isLong(accounts) || !context.ui.interactive)) {
    const choices = accounts.map(({ id, name, email }) => ({
      value: id,
      name: joinedWords([name, id, email, marked(accountMark(id, options.marks))]),
    }));
    const picked = await askOne('accountId', account, choices, options, context, options.likely.accountId);
    if (options.extra.some(({ value }) => value === picked)) return picked;
    accountId = picked;
  }
  const within = accountId === undefined ? accounts : accounts.filter(({ id }) => id === accountId);
  const all = await list.places(within);
  const places = all.filter(({ roleName }) => narrowed.roleName === undefined || roleName === narrowed.roleName);
  const [only] = places;
  if (only === undefined) throw nothingThere(within.length === 1 ? within[0]?.id : undefined, narrowed.roleName, all);
  if (places.length === 1 && !options.again) return only;
  return within.length === 1
    ? await pickRole(only.accountId, places, options, context)
    : await pickFromAll(list, places, options, context);
}

async function pickRole(
  accountId: string,
  places: readonly Place[],
  options: PickOptions,
  context: PickContext,
): Promise<Place | string> {
  const choices = places.map((place) => ({
    value: place.roleName,
    name: joinedWords([place.roleName, marked(options.marks.get(keyOf(place)))]),
  }));
  const roleName = await askOne('roleName', role, choices, options, context, options.likely.roleName);
  return options.extra.some(({ value }) => value === roleName) ? roleName : { accountId, roleName };
}

async function pickFromAll(
  list: PortalList,
  places: readonly Place[],
  options: PickOptions,
  context: PickContext,
): Promise<Place | string> {
  const choices = places.map((place) => {
    const { name = '', email = '' } = list.account(place.accountId) ?? {};
    return {
      value: keyOf(place),
      name: joinedWords([name, place.accountId, place.roleName, marked(options.marks.get(keyOf(place)))]),
      ...(email !== '' && { description: printable(email, 100) }),
    };
  });
  const picked = await context.ask('accountAndRole', accountAndRole, {
    again: true,
    choices: () => [...options.extra, ...choices],
    fallback: () => likelyKey(places, options),
  });
  return places.find((place) => keyOf(place) === picked) ?? picked;
}

/** The place that fits best what is likely, and was not found to be wrong. */
function likelyKey(places: readonly Place[], { likely, marks }: PickOptions): string | undefined {
  const open = places.filter((place) => !(marks.get(keyOf(place)) ?? '').startsWith('tried'));
  const score = (place: Place): number =>
    (place.accountId === likely.accountId ? 2 : 0) + (place.roleName === likely.roleName ? 1 : 0);
  const [best] = [...open].sort((a, b) => score(b) - score(a));
  return best !== undefined && score(best) > 0 ? keyOf(best) : undefined;
}

async function askOne(
  name: 'accountId' | 'roleName',
  question: typeof account,
  choices: readonly Choice[],
  { again, extra }: PickOptions,
  context: PickContext,
  likely: string | undefined,
): Promise<string> {
  const isExtra = (raw: string): boolean => extra.some(({ value }) => value === raw);
  const fallback = choices.some(({ value }) => value === likely) ? likely : undefined;
  return await context.ask(
    name,
    { ...question, parse: (raw, known) => (isExtra(raw) ? raw : question.parse(raw, known)) },
    { kind: 'choice', choices: () => [...extra, ...choices], fallback: () => fallback, again },
  );
}

/** What is marked of all places of an account at once. */
function accountMark(accountId: string, marks: ReadonlyMap<string, string>): string | undefined {
  return [...marks].find(([key]) => key.startsWith(`${accountId}/`))?.[1];
}

function marked(mark: string | undefined): string {
  return mark === undefined ? '' : `(${mark})`;
}

function joinedWords(words: readonly string[]): string {
  return printable(words.filter((word) => word !== '').join('  '), 200);
}

function noAccount(): Problem {
  return new Problem('aws', 'No AWS account is assigned to you in this access portal.', {
    hint:
      'Ask your administrator to assign you the account with the repository, with a permission set ' +
      'that allows CodeCommit.',
  });
}

function nothingThere(accountId: string | undefined, roleName: string | undefined, all: readonly Place[]): Problem {
  if (accountId === undefined)
    return new Problem('aws', `You have no role ${roleName ?? ''} in any account of this access portal.`, {
      hint: 'Check --role-name, or ask your administrator to assign it to you.',
      question: 'roleName',
    });
  return all.length === 0 || roleName === undefined
    ? noRole(accountId)
    : noSuchRole(
        { accountId, roleName },
        all.map((place) => place.roleName),
      );
}

/** You have no role in this account. */
export function noRole(accountId: string): Problem {
  return new Problem('aws', `You have no role in account ${accountId} through this access portal.`, {
    hint:
      'Check --account-id, or ask your administrator to assign you the account with a permission set ' +
      'that allows CodeCommit.',
    question: 'accountId',
  });
}

/** You have other roles in this account. */
export function noSuchRole({ accountId, roleName }: Place, roles: readonly string[], cause?: unknown): Problem {
  return new Problem(
    'aws',
    `You have no role ${roleName} in account ${accountId} through this access portal; there ${roles.length === 1 ? 'is' : 'are'}: ${roles
      .slice(0, 10)
      .map((name) => printable(name, 64))
      .join(', ')}.`,
    { hint: 'Choose one of them with --role-name, or ask your administrator.', question: 'roleName', cause },
  );
}

function parseAccount(raw: string): string {
  const digits = raw.replace(/[\s-]/g, '');
  if (/^\d{12}$/.test(digits)) return digits;
  throw new Problem('usage', 'An AWS account has twelve digits.');
}

/** Source: IAM Identity Center API reference, CreatePermissionSet, Name. */
function parseRole(raw: string): string {
  const name = raw.trim();
  if (/^[\w+=,.@-]{1,64}$/.test(name)) return name;
  throw new Problem(
    'usage',
    'Not the name of a role: letters, digits and +=,.@_- only, at most 64. (The portal shows it beside the account.)',
  );
}
