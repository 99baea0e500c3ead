import type { CommandOf } from '../common/command.js';
import { refreshFlags } from './flags.js';
import type { RefreshFlag } from './flags.js';

/** New credentials by the saved recipe. */
export const refresh: CommandOf<RefreshFlag> = {
  name: 'refresh',
  summary: 'new credentials for a profile that has ended',
  operands: '[PROFILE]',
  most: 1,
  about:
    'Repeats the saved recipe of a profile and asks only what is missing, most often nothing. Without ' +
    'PROFILE it is the one that the current clone uses, else the only one there is. Does nothing while more ' +
    'than 15 minutes are left, unless forced.',
  flags: refreshFlags,
  examples: [
    { words: [], does: 'the profile that this clone uses' },
    { words: ['my-app'], does: 'the profile my-app' },
    { words: ['my-app', '--force'], does: 'the same, though it still lasts' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runRefresh(invocation, ports),
};
