import { joined, sentence } from '../../core/advice/advice.js';
import { exportWithAwsCli } from '../../core/advice/other-programs.js';
import type { CommandOf } from '../common/command.js';
import { exportFlags } from './flags.js';
import type { ExportFlag } from './flags.js';

/** Credentials for other programs, renewed first where they have ended. */
export const exportCommand: CommandOf<ExportFlag> = {
  name: 'export',
  summary: 'the credentials for a shell or another program',
  operands: '[PROFILE]',
  most: 1,
  about: joined([
    sentence`Prints a profile's credentials on standard output in the formats of \`${exportWithAwsCli()}\`;`,
    '`--format process` serves as a credential_process. A session of ours that has ended is renewed first. ' +
      '`--recipe environment` signs in by the recipe of `setup --save-to environment` and writes nothing.',
  ]),
  flags: exportFlags,
  examples: [
    { words: ['my-app'], does: 'as lines for a POSIX shell' },
    { words: ['my-app', '--format', 'process'], does: 'as a credential_process prints them' },
    { words: ['--recipe', 'environment'], does: 'what setup --save-to environment signs in to' },
  ],
  run: async (invocation, ports) => (await import('./run.js')).runExport(invocation, ports),
};
