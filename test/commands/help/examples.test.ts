import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { manualPages, roff } from '../../../scripts/manual.js';
import { commandHelp, fullCommandHelp, methodFlagsHelp, methodHelp } from '../../../src/commands/help/pages.js';
import { allCommands } from '../../../src/commands/index.js';
import { policyQuestions } from '../../../src/commands/policy/questions/index.js';
import { exampleOf } from '../../../src/core/advice/own-commands.js';
import { commandLine, plainForm } from '../../../src/core/advice/say.js';
import type { Example } from '../../../src/core/advice/example.js';
import { flagNameOf, isSecret } from '../../../src/core/interview/question.js';
import type { Question, Questions } from '../../../src/core/interview/question.js';
import { targetQuestions } from '../../../src/interview/clone-target.js';
import { methods } from '../../../src/methods/index.js';
import { parseCall } from '../../helpers/parse-call.js';

const commands = await allCommands();
const manual = (await manualPages('1.2.3'))['git-codecommit.1'] ?? '';
const layout = { width: 500, form: plainForm };
const lineOf = (words: readonly string[]): string => commandLine(exampleOf(words), plainForm);

/** An example, and the pages that show it. */
interface Shown {
  readonly call: string;
  readonly example: Example;
  readonly pages: readonly string[];
  /** What reads the values of its flags. */
  readonly questions: Questions;
}

const all: readonly Shown[] = [
  ...commands.flatMap((command) =>
    command.examples.map((example) => ({
      call: lineOf([command.name, ...example.words]),
      example,
      pages: [commandHelp(command, methods, layout), fullCommandHelp(command, methods, layout)],
      questions: command.name === 'policy' ? (policyQuestions as Questions) : (targetQuestions as Questions),
    })),
  ),
  ...methods.flatMap((method) =>
    method.examples.map((example) => ({
      call: lineOf(['setup', '--method', method.id, ...example.words]),
      example,
      pages: [methodFlagsHelp(method, layout), methodHelp(method, layout)],
      questions: { ...(targetQuestions as Questions), ...(method.questions as Questions) },
    })),
  ),
];

/** What answers a question by flag, where it is no secret that lies in a file. */
const asked = (questions: Questions): readonly (readonly [string, Question])[] =>
  Object.entries(questions)
    .filter(([, question]) => !isSecret(question))
    .map(([name, question]) => [flagNameOf(name, question), question]);

describe('examples in help', () => {
  it('are there for every command and every way to sign in', () => {
    for (const { name, examples } of commands) expect(examples, name).to.not.have.lengthOf(0);
    for (const { id, examples } of methods) expect(examples, id).to.not.have.lengthOf(0);
  });

  for (const { call, example, pages, questions } of all) {
    it(`is a call that there is, with values that can be: ${call}`, () => {
      const { command, invocation } = parseCall(call);
      const table = commands.find(({ name }) => name === command);
      for (const flag of table?.flags ?? []) {
        const texts = invocation.texts(flag.name) ?? [];
        if (flag.values !== undefined) for (const text of texts) expect(flag.values, call).to.include(text);
      }
      for (const [name, question] of asked(questions))
        for (const text of invocation.texts(name) ?? []) expect(() => question.parse(text, {})).to.not.throw();
      for (const page of pages) expect(page).to.include(`  ${call}\n      ${example.does}\n`);
      expect(manual).to.include(`.B "${roff(call)}"\n${roff(example.does)}.`);
    });
  }

  it('name methods, policies and profiles as they are called', () => {
    const policies = commands.find(({ name }) => name === 'policy')?.examples ?? [];
    for (const { words } of policies) {
      const [name = 'saml'] = words;
      expect(() => readFileSync(join(import.meta.dirname, '../../../templates/iam', `${name}.json`))).to.not.throw();
    }
  });
});
