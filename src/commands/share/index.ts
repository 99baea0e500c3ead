import { joined, sentence } from '../../core/advice/advice.js';
import { setUp } from '../../core/advice/own-commands.js';
import type { CommandOf } from '../common/command.js';
import { shareFlags } from './flags.js';
import type { ShareFlag } from './flags.js';

/** A profile's recipe for the rest of the team. */
export const share: CommandOf<ShareFlag> = {
  name: 'share',
  summary: 'a team recipe, or an onboarding page, for others to begin with',
  operands: '[PROFILE]',
  most: 1,
  about: joined([
    'Prints how a profile signs in as a team recipe, without secrets, names and anything else that is not the same',
    sentence`for everybody. Others begin with it: \`${setUp('from', { blank: 'FILE' })}\`, or an https address,`,
    'or - for standard input. `--page` prints a page for newcomers instead. Without PROFILE it is the one ' +
      'that the current clone uses, else the only one there is.',
  ]),
  flags: shareFlags,
  examples: [
    { words: ['my-app'], does: 'a team recipe, to be saved and handed on' },
    {
      words: ['my-app', '--page', '--published-at', 'https://example.com/team.ini'],
      does: 'a page for newcomers, who begin with that address',
    },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runShare(invocation, ports),
};
