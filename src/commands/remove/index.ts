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
    'Shows what will go and what stays, and why: the keys and the Region that git-codecommit wrote, its Git ' +
    'settings (restoring what they replaced), its recipe, its tokens, its browser folder, and an MFA session that ' +
    'was written beside it. An access key that was kept (--keep-source) is asked about by itself; with --yes it ' +
    'goes. What was changed since, or is used by others, stays. Nothing is revoked at AWS: a session lives until ' +
    'its end. --all takes every profile, then all that is kept for them: the private state, the copy of the ' +
    'program, and the copy of the credentials file from before the first change, where every key in it still ' +
    'stands in that file.',
  flags: removeFlags,
  examples: [
    { words: ['my-app', '--dry-run'], does: 'show what would go, and what stays' },
    { words: ['my-app'], does: 'take the set-up of my-app back' },
    { words: ['--all'], does: 'take everything back' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runRemove(invocation, ports),
};
