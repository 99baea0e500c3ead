import type { Ports } from '../../core/ports/ports.js';
import { methods } from '../../methods/index.js';
import type { Invocation } from '../common/call.js';
import type { Command } from '../common/command.js';
import { findPage } from './find-page.js';
import type { Layout } from './layout.js';
import { overview } from './overview.js';
import { flagPage, fullCommandHelp, methodHelp, topicHelp } from './pages.js';

/** More than anybody asks with; a question in whole words is looked at for the words in it. */
const mostWords = 30;

/** Fits every terminal, and pages well. */
const pageWidth = 80;

/**
 * Help in the terminal.
 * @param allCommands gives the commands there is help for, in the order of the page of all of them
 */
export function help(allCommands: () => Promise<readonly Command[]>): Command {
  return {
    name: 'help',
    summary: 'help for a command, a way to sign in, or a word of yours',
    operands: '[COMMAND|METHOD|WORD]',
    most: mostWords,
    about:
      'Shows what a command does and its flags; for a sign-in method also what the administrator must have prepared; ' +
      'for a flag who takes it. Other words (sso, okta, mfa, 403, credentials and many more) lead to the command or ' +
      'method that they are about.',
    flags: [],
    examples: [
      { words: ['setup'], does: 'a command, with every flag of it' },
      { words: ['saml'], does: 'a way to sign in, and what must be prepared for it' },
      { words: ['okta'], does: 'what a word of yours is called here' },
    ],
    run: async (invocation: Invocation, { output, form }: Pick<Ports, 'output' | 'form'>) => {
      const words = invocation.operands.join(' ');
      const commands = await allCommands();
      output.write(
        words.trim() === ''
          ? overview(commands, pageWidth, form)
          : pageFor(words, { commands }, { width: pageWidth, form }),
      );
    },
  };
}

function pageFor(words: string, tables: { readonly commands: readonly Command[] }, layout: Layout): string {
  const found = findPage(words, { ...tables, methods });
  switch (found.kind) {
    case 'command':
      return fullCommandHelp(found.command, methods, layout);
    case 'method':
      return methodHelp(found.method, layout);
    case 'topic':
      return topicHelp(found.word, found.topic, layout);
    case 'flag':
      return flagPage(found.found, layout);
  }
}
