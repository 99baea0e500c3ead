import { parseInvocation, splitCommand } from '../../src/cli/argv.js';
import type { Askable, Invocation } from '../../src/commands/common/call.js';
import { allCommands } from '../../src/commands/index.js';
import { shellWords } from '../../src/git/shell-words.js';

const commands = await allCommands();

/**
 * Reads a call of the program as the program itself reads it.
 * @param call as somebody types it: `git codecommit refresh my-app`
 * @throws Problem `usage` for a command, a flag or a value that there is not
 */
export function parseCall(call: string): { readonly command: string; readonly invocation: Invocation<Askable> } {
  const words = shellWords(call)?.slice(2);
  if (words === undefined) throw new Error(`No shell reads this: ${call}`);
  const names = commands.map(({ name }) => name);
  const { command = 'setup', rest } = splitCommand(words, names);
  const found = commands.find(({ name }) => name === command);
  if (found === undefined) throw new Error(`There is no command ${command}.`);
  return { command, invocation: parseInvocation(found, rest, {}) };
}
