import { plainText } from '../src/core/advice/say.js';
import { expect } from 'chai';

import { flagOf, flagOf as flag, isSecret, kebab } from '../src/core/interview/question.js';
import type { Question, Questions } from '../src/core/interview/question.js';
import { setupFlags } from '../src/commands/setup/flags.js';
import { commonFlags } from '../src/commands/common/flags.js';
import { methods } from '../src/methods/index.js';

const entries = (questions: Questions): [string, Question][] => Object.entries(questions);

for (const method of methods) {
  describe(`the method ${method.id}`, () => {
    const questions = method.questions as Questions;

    it("speaks to people: a title, AWS's term, what must be prepared", () => {
      expect(method.title).to.match(/^[A-Z]/);
      expect(method.term).to.not.equal('');
      expect(plainText(method.prerequisites).length).to.be.greaterThan(20);
    });

    for (const [name, question] of entries(questions)) {
      it(`asks ${name} with a message, a help line and a lock`, () => {
        expect(question.message).to.match(/^[A-Z]/);
        expect(question.help).to.not.match(/\.$/);
        expect(question.valueName === '').to.equal(question.kind === 'switch');
      });

      it(`keeps ${name} out of recipes and arguments if it is secret`, () => {
        if (!isSecret(question)) return;
        expect([question.kept, question.shareable]).to.deep.equal([false, false]);
        expect(flag(name, question)).to.match(/-file$/);
      });
    }

    // Which may be shared is in the contract, section 11.
    it('says of each answer whether a team may share it', () => {
      for (const [name, question] of entries(questions)) expect(question.shareable, name).to.be.a('boolean');
    });

    it('says of every host and account in a recipe of others where it leads', () => {
      const leading = entries(questions).filter(
        ([name, question]) =>
          question.shareable &&
          /url$|issuer|domain|provider|-arn$|account|pool/.test(kebab(name)) &&
          !/redirect|policy/.test(kebab(name)),
      );
      expect(leading.filter(([, question]) => question.leadsTo === undefined).map(([name]) => name)).to.deep.equal([]);
    });
  });
}

describe('the methods together', () => {
  it('have names of their own', () => {
    expect(new Set(methods.map(({ id }) => id)).size).to.equal(methods.length);
  });

  it('ask a question of one name in one way, so that it is one flag', () => {
    const shapes = new Map<string, string>();
    for (const [name, question] of methods.flatMap((method) => entries(method.questions as Questions))) {
      const shape =
        `${question.kind === 'switch' ? 'switch' : 'value'} ${question.valueName} ` +
        `${String(question.repeatable)} ${flagOf(name, question)}`;
      expect(shapes.get(name) ?? shape, name).to.equal(shape);
      shapes.set(name, shape);
    }
  });

  it('hide no flag of setup or of every command', () => {
    const names = [...setupFlags, ...commonFlags].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });
});
