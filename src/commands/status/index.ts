import type { CommandOf } from '../common/command.js';

/** The profiles we manage, and how long each still lasts. */
export const status: CommandOf<never> = {
  name: 'status',
  summary: 'the profiles set up here, and how long each lasts',
  operands: '',
  most: 0,
  about:
    'Shows every profile that git-codecommit manages: how it signs in, account and role, the time left, and ' +
    'the Git addresses that use it. Ends with 0 whatever it finds.',
  flags: [],
  examples: [
    { words: [], does: 'every profile' },
    { words: ['--profile', 'my-app', '--json'], does: 'one of them, for a program' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runStatus(invocation, ports),
};
