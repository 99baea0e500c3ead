import { accountOf, parseArn } from '../../../aws/arns.js';
import { parseHolder, parseMember, parseRoleName, parseTrusted } from '../../../aws/policies/answers.js';
import type { Holder } from '../../../aws/policies/facts.js';
import { parsed, text } from '../../../core/interview/question.js';
import type { Known } from '../../../core/interview/question.js';
import { words } from '../../../methods/common/access-choices.js';
import { any, named, orBlank, several } from './drafts.js';

/** Who takes which role, and who is given a policy. */
export const peopleQuestions = {
  trusted: orBlank(
    several<string>(
      {
        message: 'Who may take the role?',
        help: 'who may take the role: an account, or the ARN of a user or role; repeatable',
        parse: words(parseTrusted),
        note: 'The account where people sign in (twelve digits), or the ARN of a user or role there.',
        shareable: true,
      },
      'ID|ARN',
    ),
    'trusted',
    (blank) => [blank],
  ),
  attachTo: named(
    parsed<Holder>({
      message: 'Who is given the policy?',
      help: 'who is given the policy, in the account where people sign in: user/NAME, group/NAME or role/NAME',
      parse: parseHolder,
      note: 'user/NAME, group/NAME or role/NAME in the account where people sign in.',
      fallback: holderFrom,
      shareable: true,
    }),
    'HOLDER',
  ),
  member: any<string>(
    {
      message: 'Who is in that group?',
      help: 'IAM user who is put into the group; repeatable',
      parse: words(parseMember),
      note: 'Names of IAM users, several with blanks between them. Left empty: you put them in later.',
      when: ({ attachTo }) => (attachTo as Holder | undefined)?.kind === 'group',
      shareable: true,
    },
    'NAME',
  ),
  roleName: named(
    text({
      message: 'Name of the role',
      help: 'name of the role, or of the permission set (default: CodeCommitRead, …)',
      parse: parseRoleName,
      fallback: ({ access }) =>
        typeof access === 'string' ? `CodeCommit${access.slice(0, 1).toUpperCase()}${access.slice(1)}` : 'CodeCommit',
      shareable: true,
    }),
    'NAME',
  ),
};

/** Who takes the role is most likely who may call for it; a whole account needs a group. */
function holderFrom({ trusted }: Known): string {
  const [one] = Array.isArray(trusted) ? (trusted as readonly string[]) : [];
  const [kind, ...path] = (
    one !== undefined && accountOf(one) !== undefined ? (parseArn(one)?.resource ?? '') : ''
  ).split('/');
  return path.length > 0 && (kind === 'user' || kind === 'role')
    ? `${kind}/${path.at(-1) ?? ''}`
    : 'group/CodeCommitUsers';
}
