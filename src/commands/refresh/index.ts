import type { Command } from '../shared/command.js';
import { freshFlags } from '../setup/flags.js';

/** New credentials by the saved recipe. */
export const refresh: Command = {
  name: 'refresh',
  summary: 'new credentials for a profile that has ended',
  operands: '[PROFILE]',
  most: 1,
  about:
    'Repeats the saved recipe of a profile and asks only what is missing, most often nothing. Without ' +
    'PROFILE it is the one that the current clone uses, else the only one there is. Does nothing while more ' +
    'than 15 minutes are left, unless forced.',
  flags: [
    { name: 'force', kind: 'switch', help: 'get new credentials even if the old ones are still valid' },
    ...freshFlags,
  ],
  run: async (invocation, ports) => (await import('./run.js')).runRefresh(invocation, ports),
};
