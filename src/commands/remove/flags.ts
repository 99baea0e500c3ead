import { dryRun } from '../common/flags.js';
import type { Flag } from '../../core/interview/flag.js';

export const removeFlags = [
  { name: 'all', kind: 'switch', help: 'also offer to delete credentials.before-git-codecommit' },
  dryRun,
] as const satisfies readonly Flag[];

export type RemoveFlag = (typeof removeFlags)[number];
