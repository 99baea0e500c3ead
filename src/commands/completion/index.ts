import { joined, sentence } from '../../core/advice/advice.js';
import { completion as completionOf } from '../../core/advice/own-commands.js';
import type { CommandForm } from '../../core/advice/say.js';
import { fishShell } from '../../core/shells/fish.js';
import { posixShell } from '../../core/shells/posix.js';
import { powershell } from '../../core/shells/powershell.js';
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
    sentence`Prints the script that a shell loads: \`eval "$(${completionOf('bash')})"\` in ~/.bashrc, the same with zsh in`,
    sentence`~/.zshrc behind compinit, \`${completionOf('fish')} | source\` in ~/.config/fish/config.fish,`,
    sentence`\`${completionOf('powershell')} | Out-String | Invoke-Expression\` in $PROFILE. It asks the installed`,
    'git-codecommit each time, so an update needs no new script.',
  ]),
  flags: [],
  examples: [
    { words: ['bash'], does: 'the script for bash' },
    { words: ['zsh'], does: 'the script for zsh' },
  ],
  run: runCompletion,
};

async function runCompletion(
  invocation: Invocation,
  { form, output, templates }: Pick<Ports, 'form' | 'output' | 'templates'>,
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
  const script = await templates.read(`shell/completion.${shell}`);
  const called = calledIn(shell, form);
  output.write(script.replaceAll(/\bgit codecommit (?=__complete |completion )/g, () => `${called} `));
  return undefined;
}

/** The words that start us here, as the script's own shell takes them. */
function calledIn(name: (typeof completedShells)[number], { calledAs }: CommandForm): string {
  const shell = { bash: posixShell, zsh: posixShell, fish: fishShell, powershell }[name];
  return shell.call(calledAs.map((word) => shell.quote(word)));
}
