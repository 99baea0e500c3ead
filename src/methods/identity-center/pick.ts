import type { MethodContext } from '../../core/method.js';
import type { SsoPortal } from '../../core/ports/aws/identity-center.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { optional, text } from '../../core/interview/question.js';

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

type PickContext = Pick<MethodContext, 'ask' | 'signal' | 'ui'>;

/** How a choice is made: anew, or as flag and recipe say. */
export interface PickOptions {
  readonly again: boolean;
  readonly suggestion?: string | undefined;
}

/**
 * The account to use: the only one there is, or a choice by name, number and e-mail address.
 * @throws Problem `aws` when the portal's user has none
 */
export async function pickAccount(portal: SsoPortal, options: PickOptions, context: PickContext): Promise<string> {
  const accounts = [...(await context.ui.step('Looking up your accounts', () => portal.accounts()))].sort(
    (a, b) => a.name.localeCompare(b.name, 'en') || a.id.localeCompare(b.id),
  );
  const [only] = accounts;
  if (only === undefined) {
    throw new Problem('aws', 'No AWS account is assigned to you in this access portal.', {
      hint:
        'Ask your administrator to assign you the account with the repository, with a permission set ' +
        'that allows CodeCommit.',
    });
  }
  const choices = accounts.map(({ id, name, email }) => ({
    value: id,
    name: printable([name, id, email].filter((part) => part !== '').join('  '), 200),
  }));
  return await pick('accountId', account, only.id, choices, options, context);
}

/**
 * The role to use in an account: the only one there is, or a choice.
 * @throws Problem `aws` when the user has none there
 */
export async function pickSsoRole(
  portal: SsoPortal,
  accountId: string,
  options: PickOptions,
  context: PickContext,
): Promise<string> {
  const roles = [...(await context.ui.step('Looking up your roles', () => portal.roles(accountId)))].sort((a, b) =>
    a.localeCompare(b, 'en'),
  );
  const [only] = roles;
  if (only === undefined) throw noRole(accountId);
  return await pick(
    'roleName',
    role,
    only,
    roles.map((name) => ({ value: name, name: printable(name, 100) })),
    options,
    context,
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

async function pick(
  name: 'accountId' | 'roleName',
  question: typeof account,
  only: string,
  choices: readonly { value: string; name: string }[],
  { again, suggestion }: PickOptions,
  context: PickContext,
): Promise<string> {
  if (choices.length === 1 && !again) return only;
  const fallback = choices.some(({ value }) => value === suggestion) ? suggestion : undefined;
  return await context.ask(name, question, { kind: 'choice', choices: () => choices, fallback: () => fallback, again });
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
