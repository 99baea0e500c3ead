import type { Flag } from '../../core/interview/flag.js';
import type { CommandOf } from '../common/command.js';
import { freshFlags } from '../setup/flags.js';

/** Lists what the profile can see, then runs `git clone`. */
export const clone: CommandOf<Flag> = {
  name: 'clone',
  summary: 'pick a repository and clone it',
  operands: '[REPOSITORY [DIRECTORY]]',
  most: 2,
  about:
    'Without REPOSITORY it lists those that the profile can see, to search and pick one. REPOSITORY is a ' +
    "name or a URL of any form. Then Git itself clones it, with the profile as the clone's credentials; its " +
    'progress is shown.',
  flags: freshFlags,
  examples: [
    { words: [], does: 'pick one of the repositories that the profile can see' },
    { words: ['my-app'], does: 'clone my-app into a folder of that name' },
    { words: ['my-app', 'work/app', '--profile', 'dev'], does: 'clone it elsewhere, with the profile dev' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runClone(invocation, ports),
};
