import type { CommandOf } from '../common/command.js';
import { doctorFlags } from './flags.js';
import type { DoctorFlag } from './flags.js';

/** Finds the cause of a 403, and offers the fix. */
export const doctor: CommandOf<DoctorFlag> = {
  name: 'doctor',
  summary: 'find out why Git says 403, or asks for a password',
  operands: '[PROFILE|URL]',
  most: 1,
  about:
    "Looks at Git, at AWS's files, at the credential helpers that Git would ask, at the session, and at what " +
    'CodeCommit itself answers, and names the first cause that breaks Git. Without PROFILE or URL it looks ' +
    "at the current clone's remote. `--fix` runs the command that mends it, after showing it. Offline it " +
    'does all that needs no network.',
  flags: doctorFlags,
  examples: [
    { words: [], does: 'look at the clone in this folder' },
    { words: ['--fix'], does: 'mend what is found' },
    { words: ['my-app'], does: 'look at what is set up for the profile my-app' },
    { words: ['--report', 'report.txt'], does: 'save what was found, for whoever helps you' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runDoctor(invocation, ports),
};
