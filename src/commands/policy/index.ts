import type { CommandOf } from '../common/command.js';
import { policyFlags } from './flags.js';
import type { PolicyFlag } from './flags.js';

/** For administrators: what has to be set up at AWS for a sign-in method, ready to install. */
export const policy: CommandOf<PolicyFlag> = {
  name: 'policy',
  summary: 'for administrators: the IAM policies that a way to sign in needs',
  operands: '[NAME]',
  most: 1,
  about:
    'Prints the roles, trust policies and permissions that a sign-in method needs, as `aws` commands for a ' +
    'POSIX shell (AWS CloudShell is one), each under the account in which it is to be run. NAME is a sign-in ' +
    'method, or one policy alone such as `access/read` or `trust/saml`, which is printed as JSON. Without ' +
    'NAME it asks. Nothing is changed at AWS.',
  flags: policyFlags,
  examples: [
    { words: [], does: 'ask what it takes' },
    { words: ['saml'], does: 'what people need who sign in by SAML; the rest is asked' },
    { words: ['assume-role', '--output', 'iam'], does: 'the same for a role, written into the folder iam too' },
    {
      words: ['access/read', '--repository', 'my-app', '--region', 'eu-west-1', '--account', '111122223333'],
      does: 'one policy alone',
    },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runPolicy(invocation, ports),
};
