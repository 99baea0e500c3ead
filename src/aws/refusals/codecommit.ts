import { sentence } from '../../core/advice/advice.js';
import { clone } from '../../core/advice/own-commands.js';
import { accessDenied, type Explanation, type RefusedCall, type Rule } from './rule.js';

/** Source: CodeCommit API reference, GetRepository and ListRepositories, "Errors". */
export const codeCommitRules: readonly Rule[] = [
  {
    code: /^RepositoryDoesNotExistException$/,
    explain: ({ repository }) => ({
      message: `There is no repository ${repository ?? 'of that name'} in this account and region.`,
      hint: sentence`Check its name (capitals count), the region and the account: ${clone()} lists what is there.`,
      field: 'RepositoryName',
    }),
  },
  {
    code: /^(InvalidRepositoryName|RepositoryNameRequired)Exception$/,
    explain: {
      message: 'That is no name for a repository.',
      hint: 'A name has up to 100 letters, digits and ._- and does not end in .git.',
      field: 'RepositoryName',
    },
  },
  { code: accessDenied, explain: notAllowed },
  {
    code: /^EncryptionKeyAccessDeniedException$/,
    explain: {
      message: 'You may use the repository, but not the KMS key that it is encrypted with.',
      hint: 'Your administrator has to allow kms:Decrypt and kms:GenerateDataKey on that key.',
    },
  },
  {
    code: /^EncryptionKey(Disabled|NotFound|Unavailable)Exception$/,
    explain: {
      message: 'The KMS key that the repository is encrypted with is turned off, deleted or not to be had just now.',
      hint: 'Your administrator has to look at that key in KMS.',
    },
  },
  {
    code: /^EncryptionIntegrityChecksFailedException$/,
    explain: {
      message: 'The repository cannot be decrypted.',
      hint: 'Your administrator has to look at its KMS key, and at AWS support.',
    },
  },
];

function notAllowed({ said, operation, repository }: RefusedCall): Explanation {
  const action = /to perform: ([\w:-]+)/.exec(said)?.[1] ?? `codecommit:${operation}`;
  return {
    message: `You are signed in, but may not use ${action}${repository === undefined ? '' : ` on ${repository}`}.`,
    hint: 'Your administrator has to allow it in a policy.',
  };
}
