import { parseAccount, parseRepositoryPattern } from '../../../aws/policies/answers.js';
import type { AccessLevel } from '../../../aws/policies/facts.js';
import { Problem } from '../../../core/problem.js';
import { parsed, text } from '../../../core/interview/question.js';
import { accessChoices, parseAccess, words } from '../../../methods/common/access-choices.js';
import { jobChoices, providerChoices, webIdentityProviderQuestions } from '../../../methods/web-identity/questions.js';
import { named, orBlank, several } from './drafts.js';

const machines: Readonly<Record<string, string>> = { ec2: 'An EC2 instance', ecs: 'A container of ECS or Fargate' };

/** Which kind of way in it is, which repositories it leads to, and what may be done there. */
export const placeQuestions = {
  provider: { ...webIdentityProviderQuestions.provider, choices: () => [...providerChoices, ...jobChoices] },
  machine: {
    ...named(
      parsed<string>({
        message: 'What kind of machine is it?',
        help: 'what kind of machine: ec2 or ecs',
        parse: parseMachine,
        choices: () => Object.entries(machines).map(([value, name]) => ({ value, name })),
        fallback: () => 'ec2',
        shareable: true,
      }),
      'KIND',
    ),
    kind: 'choice' as const,
  },
  repository: several(
    {
      message: 'Which repositories?',
      help: 'repository: a name, URL or ARN, or a pattern such as team-*; repeatable',
      parse: words(parseRepositoryPattern),
      note: 'Names, URLs or ARNs, or a pattern such as team-*; several with blanks between them.',
      shareable: true,
    },
    'NAME',
  ),
  account: orBlank(
    named(
      text({
        message: 'Which account owns the repositories?',
        help: 'account that owns the repositories',
        parse: parseAccount,
        note: 'Twelve digits, for example 111122223333.',
        shareable: true,
      }),
      'ID',
    ),
    'account',
    String,
  ),
  access: {
    ...named(
      parsed<AccessLevel>({
        message: 'What may people do there?',
        help: 'what people may do: read, contribute or full',
        parse: parseAccess,
        choices: () => accessChoices,
        shareable: true,
      }),
      'LEVEL',
    ),
    kind: 'choice' as const,
  },
};

function parseMachine(raw: string): string {
  const word = raw.trim().toLowerCase();
  if (Object.hasOwn(machines, word)) return word;
  throw new Problem('usage', `A machine is one of ${Object.keys(machines).join(', ')}.`);
}
