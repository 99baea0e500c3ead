import { joined, sentence } from '../../core/advice/advice.js';
import { completion as completionOf } from '../../core/advice/own-commands.js';
import { asGitCommand, commandLine } from '../../core/advice/say.js';
import { fishShell } from '../../core/shells/fish.js';
import { posixShell } from '../../core/shells/posix.js';
import { powershell } from '../../core/shells/powershell.js';
import type { Shell } from '../../core/shells/shell.js';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import type { Invocation } from '../common/call.js';
import type { CommandOf } from '../common/command.js';

/** The shells that have a script in `templates/shell`. */
const completedShells = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** The script that a shell loads; when asked, it asks back with the word `__complete`. */
export const completion: CommandOf<never> = {
  name: 'completion',
  summary: 'make your shell complete commands, flags and profiles',
  operands: completedShells.join('|'),
  most: 1,
  about: joined([
    `Prints the script that a shell loads: \`${loadedBy('bash', posixShell)}\` in ~/.bashrc, the same with zsh in`,
    `~/.zshrc behind compinit, \`${loadedBy('fish', fishShell)}\` in ~/.config/fish/config.fish,`,
    `\`${loadedBy('powershell', powershell)}\` in $PROFILE. It asks the installed git-codecommit each time, so an`,
    'update needs no new script.',
  ]),
  flags: [],
  examples: [
    { words: ['bash'], does: 'the script for bash' },
    { words: ['zsh'], does: 'the script for zsh' },
  ],
  run: runCompletion,
};

/** The line that loads the script, whatever the shell of the person who reads of it. */
function loadedBy(name: string, shell: Shell): string {
  return shell.loadOutput(commandLine(completionOf(name), { shell, calledAs: asGitCommand }));
}

async function runCompletion(
  invocation: Invocation,
  { output, templates }: Pick<Ports, 'output' | 'templates'>,
): Promise<undefined> {
  const shell = completedShells.find((name) => name === invocation.operands[0]);
  if (shell === undefined)
    throw new Problem(
      'usage',
      invocation.operands[0] === undefined
        ? 'For which shell?'
        : `There is no completion for ${printable(invocation.operands[0], 40)}.`,
      { hint: sentence`\`${completionOf({ blank: completedShells.join('|') })}\`` },
    );
  output.write(await templates.read(`shell/completion.${shell}`));
  return undefined;
}
