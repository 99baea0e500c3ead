import type { Flag } from '../../core/interview/flag.js';

export const doctorFlags = [
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
] as const satisfies readonly Flag[];

export type DoctorFlag = (typeof doctorFlags)[number];
