import { exportFormats } from '../../aws/credential-formats/export-formats.js';
import type { Command } from '../shared/command.js';
import { freshFlags } from '../setup/flags.js';

/** Credentials for other programs, renewed first where they have ended. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'the credentials for a shell or another program',
  operands: '[PROFILE]',
  most: 1,
  about:
    "Prints a profile's credentials on standard output in the formats of `aws configure export-credentials`; " +
    '`--format process` serves as a credential_process. A session of ours that has ended is renewed first. ' +
    '`--recipe environment` signs in by the recipe of `setup --save-to environment` and writes nothing.',
  flags: [
    {
      name: 'format',
      kind: 'value',
      valueName: 'FORMAT',
      help: 'how to print them (default: env)',
      values: exportFormats,
    },
    { name: 'recipe', kind: 'value', valueName: 'NAME', help: 'sign in by this recipe, and write nothing' },
    ...freshFlags,
  ],
  run: async (invocation, ports) => (await import('./run.js')).runExport(invocation, ports),
};
