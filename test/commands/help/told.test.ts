import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { manualPages } from '../../../scripts/manual.js';
import { parseInvocation } from '../../../src/cli/argv.js';
import { complete } from '../../../src/commands/completion/complete.js';
import { commonFlags } from '../../../src/commands/common/flags.js';
import type { Command } from '../../../src/commands/common/command.js';
import { commandHelp, fullCommandHelp, methodFlagsHelp, methodHelp } from '../../../src/commands/help/pages.js';
import { allCommands } from '../../../src/commands/index.js';
import { plainForm } from '../../../src/core/advice/say.js';
import { flagsOfQuestions } from '../../../src/core/interview/flag.js';
import type { Flag } from '../../../src/core/interview/flag.js';
import { environmentNameOf } from '../../../src/core/interview/question.js';
import type { Questions } from '../../../src/core/interview/question.js';
import { methods } from '../../../src/methods/index.js';

// What the program takes, found out by giving it, against what it says that it takes, in all places that say it.

const commands = await allCommands();
const layout = { width: 80, form: plainForm };
const manual = (await manualPages('1.2.3'))['git-codecommit.1'] ?? '';
const contract = readFileSync(join(import.meta.dirname, '../../../docs/contract.md'), 'utf8');
const common: readonly string[] = commonFlags.map(({ name }) => name);
const questionsOf = ({ questions }: (typeof methods)[number]): readonly Flag[] =>
  flagsOfQuestions(questions as Questions);
const everyFlag = new Map<string, Flag>(
  [...commonFlags, ...commands.flatMap(({ flags }) => flags), ...methods.flatMap(questionsOf)].map(
    (flag: Flag) => [flag.name, flag] as const,
  ),
);

/** The flags that the program itself takes for a command, of all that there are anywhere. */
function accepted(command: Command): readonly string[] {
  return [...everyFlag.keys()].filter((name) => {
    const isTaken = (words: readonly string[]): boolean => {
      try {
        parseInvocation(command, words, {});
        return true;
      } catch {
        return false;
      }
    };
    return isTaken([`--${name}`]) || isTaken([`--${name}=x`]);
  });
}

/** What stands on the left of a page, where flags are told; not what is mentioned on its right, or in an example. */
const shown = (page: string): string[] =>
  [...page.matchAll(/^ {2}(?:-\w, | {4})--([a-z][a-z-]*)/gm)].map(([, name = '']) => name);
const inManual = (heading: string): string[] => {
  const start = manual.indexOf(`.SS "${heading.replaceAll('-', '\\-')}`);
  const part = manual.slice(start, manual.slice(start + 1).search(/^\.S[SH] /m) + start + 1);
  return [...part.matchAll(/^\.B "(?:\\-\w, )?\\-\\-([a-z\\-]+)/gm)].map(([, name = '']) => name.replaceAll('\\', ''));
};
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('every flag that a command takes', () => {
  for (const command of commands) {
    describe(`git codecommit ${command.name}`, () => {
      const taken = sorted(accepted(command));
      const ofMethods = command.methodFlags === undefined ? [] : methods;

      it('has a name of its own', () => {
        const names = [...command.flags, ...commonFlags].map(({ name }) => name);
        expect(names).to.deep.equal([...new Set(names)]);
        expect(taken).to.deep.equal(sorted(names));
      });

      it('stands in -h, or in -h of the way to sign in that asks for it, and no other does', () => {
        const pages = [
          commandHelp(command, methods, layout),
          ...ofMethods.map((method) => methodFlagsHelp(method, layout)),
        ];
        expect(sorted(pages.flatMap(shown))).to.deep.equal(taken);
        expect(sorted(shown(fullCommandHelp(command, methods, layout)))).to.deep.equal(taken);
      });

      it('stands in the manual', () => {
        const said = [
          ...inManual(`git codecommit ${command.name}`),
          ...ofMethods.flatMap(({ id }) => inManual(`${id}: `)),
        ];
        expect(sorted([...said, ...common])).to.deep.equal(taken);
        for (const name of common) expect(manual).to.include(`\\-\\-${name.replaceAll('-', '\\-')}`);
      });

      it('is completed', async () => {
        const names = { profiles: nobody, managed: nobody, ssoSessions: nobody };
        const { words } = await complete([command.name, '--'], { commands, methods, names });
        expect(sorted(words.map(({ word }) => word.slice(2)))).to.deep.equal(taken);
      });

      it('stands in the contract', () => {
        const said = new Set([...contract.matchAll(/--([a-z][a-z-]*)/g)].map(([, name]) => name));
        expect(taken.filter((name) => !said.has(name))).to.deep.equal([]);
      });

      it('has a variable, and one with the text itself where it names a file with a secret', () => {
        const page = commandHelp(command, methods, layout);
        const pages = [page, ...ofMethods.map((method) => methodFlagsHelp(method, layout))].join('\n');
        expect(page).to.match(/^Each flag has a variable too: --[a-z-]+\s+is\s+GIT_CODECOMMIT_[A-Z_]+\.$/m);
        for (const name of taken) {
          const flag = everyFlag.get(name);
          const invocation = parseInvocation(command, [], { [environmentNameOf(name)]: '1' });
          expect(invocation.texts(name), name).to.deep.equal(['1']);
          if (flag?.textVariable === undefined) continue;
          expect(pages.replace(/\s+/g, ' ')).to.include(flag.textVariable);
          expect(manual).to.include(flag.textVariable);
        }
      });
    });
  }

  for (const method of methods) {
    it(`stands in both pages, the manual and the completion of ${method.id}, and no other does`, async () => {
      const own = sorted(questionsOf(method).map(({ name }) => name));
      expect(sorted(shown(methodFlagsHelp(method, layout)))).to.deep.equal(own);
      expect(sorted(shown(methodHelp(method, layout)))).to.deep.equal(own);
      expect(sorted(inManual(`${method.id}: `))).to.deep.equal(own);
      const names = { profiles: nobody, managed: nobody, ssoSessions: nobody };
      const { words } = await complete(['setup', '-m', method.id, '--'], { commands, methods, names });
      expect(words.map(({ word }) => word.slice(2))).to.include.members(own);
    });
  }

  it('is completed for policy whatever way to sign in it is about', async () => {
    const names = { profiles: nobody, managed: nobody, ssoSessions: nobody };
    const all = async (...line: string[]): Promise<readonly string[]> =>
      (await complete([...line, '--'], { commands, methods, names })).words.map(({ word }) => word);
    for (const { id } of methods)
      expect(await all('policy', '--method', id)).to.deep.equal(
        (await all('policy')).filter((word) => word !== '--method'),
      );
  });
});

function nobody(): Promise<readonly []> {
  return Promise.resolve([]);
}
