import { withVariable } from '../../core/interview/missing.js';
import { accountOf, roleNameOf } from '../../aws/arns.js';
import { parsePrincipalArn } from '../../aws/limits.js';
import type { SamlResponse } from '../../aws/saml/response.js';
import type { SamlRole } from '../../aws/saml/role-pair.js';
import type { MethodContext } from '../../core/method.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Choice } from '../../core/ports/ui.js';
import { choice, text } from '../../core/interview/question.js';
import { roleArn as roleArnQuestion } from '../common/session-questions.js';

interface RoleAnswers {
  readonly roleArn?: string | undefined;
  readonly principalArn?: string | undefined;
}

/** Where the response came from: only a browser's sign-in can be done by somebody else. */
interface Origin {
  readonly watched: boolean;
}

type PickContext = Pick<MethodContext, 'ask' | 'ui' | 'tried'>;

const somebodyElse = 'somebody-else';

/**
 * The role to take, of those that the response offers: the one that was wanted, the only one there is, or a choice.
 * @returns `somebody-else` when another person shall sign in
 * @throws Problem `usage` when nobody is there to choose, or the wanted one is not offered
 */
export async function pickSamlRole(
  response: SamlResponse,
  answers: RoleAnswers,
  origin: Origin,
  context: PickContext,
): Promise<SamlRole | typeof somebodyElse> {
  if (response.encrypted) return await askUnseen(answers, context);
  const fitting = response.roles.filter(
    ({ roleArn, principalArn }) =>
      (answers.roleArn ?? roleArn) === roleArn && (answers.principalArn ?? principalArn) === principalArn,
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1 && context.tried?.has(only.roleArn) !== true) {
    if (response.roles.length === 1)
      context.ui.say(
        `Your sign-in offers one role: ${nameOf(only.roleArn)} in account ${accountOf(only.roleArn) ?? ''}.`,
      );
    return only;
  }
  if (only === undefined) sayNotOffered(response, answers, context);
  else if (!context.ui.interactive) throw notChosen(fitting);
  return await choose(only === undefined ? response.roles : fitting, origin, context);
}

/** Only AWS can read an encrypted assertion: both have to be known from elsewhere. */
async function askUnseen(answers: RoleAnswers, context: PickContext): Promise<SamlRole> {
  const missing = [
    answers.roleArn === undefined ? '--role-arn' : '',
    answers.principalArn === undefined ? '--principal-arn' : '',
  ].filter((flag) => flag !== '');
  if (missing.length > 0 && !context.ui.interactive) {
    throw new Problem(
      'usage',
      `This SAML response is encrypted, so its roles cannot be listed. An answer is missing: ${missing.join(', ')}.`,
      { hint: `Both ARNs come from your administrator. Give ${missing.map(withVariable).join(' and ')}.` },
    );
  }
  if (missing.length > 0)
    context.ui.say('This SAML response is encrypted: AWS can read it, but nobody here can list the roles in it.');
  const roleArn = answers.roleArn ?? (await context.ask('roleArn', { ...roleArnQuestion, fallback: undefined }));
  return { roleArn, principalArn: answers.principalArn ?? (await context.ask('principalArn', principalQuestion)) };
}

const principalQuestion = text({
  message: 'ARN of the SAML provider in IAM',
  help: 'SAML provider in IAM',
  shareable: true,
  parse: parsePrincipalArn,
  note: 'From your administrator, for example arn:aws:iam::111122223333:saml-provider/Corp',
});

async function choose(
  roles: readonly SamlRole[],
  { watched }: Origin,
  { ask, tried }: PickContext,
): Promise<SamlRole | typeof somebodyElse> {
  const rows = roles
    .map((role, index) => choiceOf(role, roles, { index, tried: tried?.get(role.roleArn) }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const more = watched ? [{ value: somebodyElse, name: 'None of these: sign in as somebody else' }] : [];
  const picked = await ask(
    'roleFromSignIn',
    choice({ message: 'Which role?', help: 'role', shareable: false, choices: () => [...rows, ...more] }),
    { again: true },
  );
  return roles[Number(picked)] ?? somebodyElse;
}

/** `111122223333  Developer`; the provider only where it makes the difference. */
function choiceOf(
  { roleArn, principalArn }: SamlRole,
  roles: readonly SamlRole[],
  { index, tried }: { readonly index: number; readonly tried: string | undefined },
): Choice {
  const twice = roles.filter((role) => role.roleArn === roleArn).length > 1;
  const provider = printable(principalArn.slice(principalArn.lastIndexOf('/') + 1), 128);
  return {
    value: String(index),
    name: `${accountOf(roleArn) ?? ''}  ${nameOf(roleArn)}${twice ? ` (through ${provider})` : ''}${tried === undefined ? '' : `  (${tried})`}`,
    description: printable(roleArn),
  };
}

function nameOf(roleArn: string): string {
  return printable(roleNameOf(roleArn) ?? roleArn, 128);
}

function sayNotOffered({ roles }: SamlResponse, { roleArn, principalArn }: RoleAnswers, { ui }: PickContext): void {
  const offered = roles.some((role) => role.roleArn === roleArn);
  const problem = offered
    ? new Problem('usage', `Your sign-in offers this role, but not through ${principalArn ?? ''}.`, {
        hint: 'Leave --principal-arn away.',
        question: 'principalArn',
      })
    : new Problem('usage', `Your sign-in does not offer the role ${roleArn ?? ''}. It offers ${listed(roles)}.`, {
        hint: 'Choose one of them with --role-arn, or sign in as somebody who has that role.',
        question: 'roleArn',
      });
  if (!ui.interactive) throw problem;
  ui.warn(problem.message);
}

function notChosen(roles: readonly SamlRole[]): Problem {
  const names = new Set(roles.map(({ roleArn }) => roleArn));
  const flag = names.size > 1 ? '--role-arn' : '--principal-arn';
  return new Problem(
    'usage',
    'Your sign-in offers several roles, and nobody is there to choose: ' +
      `${names.size > 1 ? listed(roles) : roles.map(({ principalArn }) => printable(principalArn)).join(', ')}.`,
    { hint: `Choose with ${withVariable(flag)}.` },
  );
}

function listed(roles: readonly SamlRole[]): string {
  const names = roles.slice(0, 10).map(({ roleArn }) => printable(roleArn));
  return names.join(', ') + (roles.length > 10 ? ` and ${roles.length - 10} more` : '');
}
