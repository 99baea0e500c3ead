import { expect } from 'chai';
import { parseInvocation } from '../../src/cli/argv.js';
import { commonFlags } from '../../src/commands/common/flags.js';
import { allCommands } from '../../src/commands/index.js';
import type { Flag } from '../../src/core/interview/flag.js';
import { environmentNameOf, flagOf, isSecret, kebab } from '../../src/core/interview/question.js';
import type { Question, Questions } from '../../src/core/interview/question.js';
import { answerSource } from '../../src/interview/answer-source.js';
import { targetQuestions } from '../../src/interview/clone-target.js';
import { methods } from '../../src/methods/index.js';

const commands = await allCommands();

const flagsOf = (name: string): readonly Flag[] => [
  ...(commands.find((command) => command.name === name)?.flags ?? []),
  ...commonFlags,
];
const questions = [targetQuestions as Questions, ...methods.map((method) => method.questions as Questions)].flatMap(
  (table): [string, Question][] => Object.entries(table),
);
const readText = (path: string): Promise<string> => Promise.resolve(`what stands in ${path}`);

describe('the environment name', () => {
  for (const command of commands) {
    it(`of every flag of ${command.name} says what the flag says, and less loudly`, () => {
      for (const { name, kind, repeatable } of flagsOf(command.name)) {
        const variable = `GIT_CODECOMMIT_${name.toUpperCase().replace(/-/g, '_')}`;
        if (kind === 'switch') {
          const on = (value: string): boolean => parseInvocation(command, [], { [variable]: value }).on(name);
          expect(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off', ''].filter(on), name).to.deep.equal([
            '1',
            'true',
            'yes',
            'on',
          ]);
          expect(parseInvocation(command, [`--${name}`], { [variable]: '0' }).on(name), name).to.equal(true);
          continue;
        }
        expect(parseInvocation(command, [], { [variable]: 'a\nb' }).texts(name), name).to.deep.equal(
          repeatable === true ? ['a', 'b'] : ['a\nb'],
        );
        expect(parseInvocation(command, [`--${name}=from-flag`], { [variable]: 'a' }).texts(name), name).to.deep.equal([
          'from-flag',
        ]);
        expect(parseInvocation(command, [], { [variable]: '' }).texts(name), name).to.deep.equal(
          kind === 'optional' ? [''] : undefined,
        );
      }
    });
  }

  it('of every question answers it in setup; of a secret, the text itself or the file that holds it', async () => {
    const setup = commands.find(({ name }) => name === 'setup');
    if (setup === undefined) throw new Error('There is no setup.');
    for (const [name, question] of questions) {
      const answer = (env: Record<string, string>): Promise<string | undefined> =>
        answerSource({ given: parseInvocation(setup, [], env), env, readText }).given(name, question);
      const variable = environmentNameOf(kebab(name));
      expect(await answer({ [variable]: '1' }), name).to.equal('1');
      expect(await answer({}), name).to.equal(undefined);
      if (isSecret(question))
        expect(await answer({ [environmentNameOf(flagOf(name, question))]: 'there', [variable]: '1' }), name).to.equal(
          'what stands in there',
        );
    }
  });

  it('belongs to one flag or secret alone', () => {
    const names = new Map<string, string>([['GIT_CODECOMMIT_HOME', 'the folder of recipes and state']]);
    const claims = [
      ...commands
        .flatMap(({ name }) => flagsOf(name))
        .map(({ name }) => [environmentNameOf(name), `--${name}`] as const),
      ...questions.map(
        ([name, question]) =>
          [environmentNameOf(kebab(name)), isSecret(question) ? `the secret ${name}` : flagOf(name, question)] as const,
      ),
    ];
    for (const [variable, owner] of claims) {
      expect(names.get(variable) ?? owner, variable).to.equal(owner);
      names.set(variable, owner);
    }
  });
});
