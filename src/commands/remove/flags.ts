import { dryRun } from '../common/flags.js';
import type { Flag } from '../../core/interview/flag.js';

export const removeFlags = [
  { name: 'all', kind: 'switch', help: 'every profile of ours, then all that is kept for them' },
  dryRun,
] as const satisfies readonly Flag[];

export type RemoveFlag = (typeof removeFlags)[number];
