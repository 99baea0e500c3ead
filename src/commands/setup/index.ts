import type { CommandOf } from '../common/command.js';
import { methodFlags, setupFlags } from './flags.js';
import type { SetupFlag } from './flags.js';

/** The wizard: from "I need that repository" to a working clone. */
export const setup: CommandOf<SetupFlag> = {
  name: 'setup',
  summary: 'sign in, keep the credentials in a profile, set Git up',
  operands: '',
  most: 0,
  about:
    'Asks what to clone and how you sign in, gets temporary credentials from AWS, writes them into a profile ' +
    "of AWS's credentials file, sets Git's credential helper for that profile, and proves it with a Git " +
    'request. Every question is a flag as well; with all answers given it asks nothing.',
  flags: setupFlags,
  methodFlags,
  examples: [
    { words: [], does: 'ask for everything' },
    { words: ['--repository', 'my-app', '--clone'], does: 'set up one repository, and clone it at the end' },
    { words: ['--from', 'https://example.com/team.ini'], does: "begin with your team's recipe" },
    { words: ['--method', 'saml', '-h'], does: 'show the flags of one way to sign in' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runSetup(invocation, ports),
};
