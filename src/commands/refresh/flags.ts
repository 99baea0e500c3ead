import { freshFlags } from '../setup/flags.js';
import type { Flag } from '../../core/interview/flag.js';

export const refreshFlags = [
  { name: 'force', kind: 'switch', help: 'get new credentials even if the old ones are still valid' },
  ...freshFlags,
] as const satisfies readonly Flag[];

export type RefreshFlag = (typeof refreshFlags)[number];
