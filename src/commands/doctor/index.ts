import type { Command } from '../shared/command.js';

/** Finds the cause of a 403, and offers the fix. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'find out why Git says 403, or asks for a password',
  operands: '[PROFILE|URL]',
  most: 1,
  about:
    "Looks at Git, at AWS's files, at the credential helpers that Git would ask, at the session, and at what " +
    'CodeCommit itself answers, and names the first cause that breaks Git. Without PROFILE or URL it looks ' +
    "at the current clone's remote. `--fix` runs the command that mends it, after showing it. Offline it " +
    'does all that needs no network.',
  flags: [
    { name: 'fix', kind: 'switch', help: 'run the command that mends what was found' },
    { name: 'all', kind: 'switch', help: 'show every check, not only what was found' },
    {
      name: 'report',
      kind: 'value',
      valueName: 'FILE',
      help: 'save what was found for whoever helps you, without secrets, names or account numbers',
    },
    { name: 'repair-git', kind: 'switch', help: "write Git's settings for the profile anew, and nothing else" },
    {
      name: 'guard-bare-repositories',
      kind: 'switch',
      help: "set Git's safe.bareRepository to explicit, and nothing else; `remove` takes it back",
    },
    {
      name: 'repair-files',
      kind: 'switch',
      help: "repair AWS's two files where the AWS CLI rejects them, and nothing else",
    },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runDoctor(invocation, ports),
};
