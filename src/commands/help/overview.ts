import { sentence } from '../../core/advice/advice.js';
import { doctor, help, startHere, usage } from '../../core/advice/own-commands.js';
import { commandLine, plainForm, sayText } from '../../core/advice/say.js';
import { wrap } from '../../core/text/wrap.js';
import { commonFlags } from '../common/flags.js';
import { callOf, flagTable, table } from './layout.js';
import type { Described } from './layout.js';

/** The page of `git codecommit -h`: every command in a line. */
export function overview(commands: readonly Described[], width: number, form = plainForm): string {
  const rows = commands.map((command) => [callOf(command, form), command.summary] as const);
  return [
    ...wrap(
      'Temporary access to AWS CodeCommit repositories: signs you in, keeps the credentials in a profile, sets Git up.',
      width,
    ),
    '',
    sayText(sentence`Usage: ${usage('[COMMAND]', '[FLAGS]')}`, form),
    '',
    ...table([[commandLine(startHere(), form), 'start here: the wizard, and later what to do next'], ...rows], width),
    '',
    'Flags of every command:',
    ...flagTable(commonFlags, width),
    '',
    ...wrap('Every flag has an environment name: GIT_CODECOMMIT_ and the flag in capitals, switches 1 or 0.', width),
    ...[
      sentence`\`${help({ blank: 'COMMAND' })}\` or \`${help({ blank: 'METHOD' })}\` says more.`,
      sentence`If Git says 403: \`${doctor()}\`.`,
    ].flatMap((line) => wrap(sayText(line, form), width)),
    '',
  ].join('\n');
}
