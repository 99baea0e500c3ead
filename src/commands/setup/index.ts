import type { CommandOf } from '../common/command.js';
import { setupFlags } from './flags.js';
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
  run: async (invocation, ports) => (await import('./run.js')).runSetup(invocation, ports),
};
