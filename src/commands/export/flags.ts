import { exportFormats } from '../../aws/credential-formats/export-formats.js';
import { freshFlags } from '../setup/flags.js';
import type { Flag } from '../../core/interview/flag.js';

export const exportFlags = [
  {
    name: 'format',
    kind: 'value',
    valueName: 'FORMAT',
    help: 'how to print them (default: env)',
    values: exportFormats,
  },
  { name: 'recipe', kind: 'value', valueName: 'NAME', help: 'sign in by this recipe, and write nothing' },
  ...freshFlags,
] as const satisfies readonly Flag[];

export type ExportFlag = (typeof exportFlags)[number];
