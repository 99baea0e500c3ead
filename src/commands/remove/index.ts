import type { CommandOf } from '../common/command.js';
import { removeFlags } from './flags.js';
import type { RemoveFlag } from './flags.js';

/** Takes back what setup did, and nothing else. */
export const remove: CommandOf<RemoveFlag> = {
  name: 'remove',
  summary: 'take back what setup did for a profile',
  operands: '[PROFILE]',
  most: 1,
  about:
    "Removes the profile's keys that git-codecommit wrote, its Git settings (restoring what they replaced), " +
    'its recipe, its tokens and its browser folder, and nothing else. Nothing is revoked at AWS: a session ' +
    'lives until its end. `--all` also offers to delete the copy of the credentials file from before the ' +
    'first change.',
  flags: removeFlags,
  run: async (invocation, ports) => (await import('./run.js')).runRemove(invocation, ports),
};
