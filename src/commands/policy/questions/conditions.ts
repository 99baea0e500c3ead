import { checkTags, parseExternalId, parseTag } from '../../../aws/limits.js';
import { parseBranch, parseIdentityPattern, parseKmsKey, parseNetwork } from '../../../aws/policies/answers.js';
import { commas, onOff, optional, parsed, repeated, text } from '../../../core/interview/question.js';
import { parseBranches, usuallyProtected, words } from '../../../methods/common/access-choices.js';
import { any, named } from './drafts.js';

/** When a policy holds, and for what. */
export const conditionQuestions = {
  mfa: onOff({ message: 'Only with an MFA code?', help: 'only with an MFA code', shareable: true }),
  externalId: named(
    optional(
      text({
        message: 'External ID that callers must give',
        help: 'external id that callers must give',
        parse: parseExternalId,
        asked: 'advanced',
        note: "For somebody else's account: a value that only you and they know. Left empty: none.",
        shareable: true,
      }),
    ),
    'ID',
  ),
  sourceNetwork: any<string>(
    {
      message: 'Only from these networks',
      help: 'only from this network: addresses as 203.0.113.0/24, or a VPC endpoint (vpce-…); repeatable',
      parse: words(parseNetwork),
      asked: 'advanced',
      note: 'Public addresses such as 203.0.113.0/24, or VPC endpoints (vpce-…). Left empty: from everywhere.',
      shareable: true,
    },
    'CIDR|ID',
  ),
  protectedBranch: any<string>(
    {
      message: 'Branches that nobody may push to',
      help:
        'branch that nobody may push to, or a pattern; none for no such; repeatable (default with ' +
        'contribute: main and master)',
      parse: parseBranches(parseBranch),
      asked: 'advanced',
      note: 'Names, or patterns such as release/*; none for no such branches.',
      fallback: ({ access }) => (access === 'contribute' ? usuallyProtected : undefined),
      shareable: true,
    },
    'NAME',
  ),
  repositoryTag: tags('repositories'),
  sessionTag: tags('sessions'),
  sourceIdentity: any<string>(
    {
      message: 'Source identities, of which a session must give one',
      help: 'source identity that a session must give, or a pattern (*: any); repeatable',
      parse: words(parseIdentityPattern),
      asked: 'advanced',
      note: 'What stands for the person in CloudTrail, whatever role is taken: a name, or a pattern such as *@acme.com. Left empty: none.',
      shareable: true,
    },
    'NAME',
  ),
  kmsKey: any<string>(
    {
      message: 'Keys of your own that encrypt the repositories (ARNs)',
      help: 'KMS key of your own that encrypts the repositories; repeatable',
      parse: words(parseKmsKey),
      asked: 'advanced',
      note: "Only for customer managed keys. Left empty: AWS's own key, which needs nothing.",
      shareable: true,
    },
    'ARN',
  ),
  listRepositories: onOff({
    message: 'May people list the names of all repositories in the account?',
    help: 'let people list the names of all repositories, as the command `clone` does',
    shareable: true,
  }),
};

function tags(ofWhat: 'repositories' | 'sessions') {
  return named(
    repeated(
      parsed({
        message: `Only ${ofWhat} with this tag, as KEY=VALUE`,
        help: `only ${ofWhat} with this tag; repeatable`,
        parse: parseTag,
        asked: 'advanced',
        note: 'For example team=blue; several with commas between them.',
        shareable: true,
      }),
      commas,
      checkTags,
    ),
    'KEY=VALUE',
  );
}
