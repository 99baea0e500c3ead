import type { CommandForm } from '../../core/advice/say.js';
import { Problem } from '../../core/problem.js';
import type { Ports } from '../../core/ports/ports.js';
import { methods } from '../../methods/index.js';
import type { Invocation } from '../common/call.js';
import type { Command } from '../common/command.js';
import { overview } from './overview.js';
import { fullCommandHelp, methodHelp } from './pages.js';

/** Fits every terminal, and pages well. */
const pageWidth = 80;

/**
 * Help in the terminal.
 * @param allCommands gives the commands there is help for, in the order of the page of all of them
 */
export function help(allCommands: () => Promise<readonly Command[]>): Command {
  return {
    name: 'help',
    summary: 'help for a command, or for a way to sign in',
    operands: '[COMMAND|METHOD]',
    most: 1,
    about:
      'Shows what a command does and its flags; for a sign-in method also what the administrator must have prepared.',
    flags: [],
    examples: [
      { words: ['setup'], does: 'a command, with every flag of it' },
      { words: ['saml'], does: 'a way to sign in, and what must be prepared for it' },
      { words: ['okta'], does: 'what a word of yours is called here' },
    ],
    run: async (invocation: Invocation, { output, form }: Pick<Ports, 'output' | 'form'>) => {
      const [topic] = invocation.operands;
      output.write(pageFor(topic, await allCommands(), pageWidth, form));
    },
  };
}

function pageFor(topic: string | undefined, commands: readonly Command[], width: number, form: CommandForm): string {
  if (topic === undefined) return overview(commands, width, form);
  const command = commands.find(({ name }) => name === topic);
  if (command !== undefined) return fullCommandHelp(command, methods, { width, form });
  const method = methods.find(({ id }) => id === topic);
  if (method !== undefined) return methodHelp(method, { width, form });
  throw new Problem('usage', `There is no help for "${topic}".`, {
    hint:
      `Commands: ${commands.map(({ name }) => name).join(', ')}. Methods: ` +
      `${methods.map(({ id }) => id).join(', ')}.`,
  });
}
