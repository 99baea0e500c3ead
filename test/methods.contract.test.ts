import { expect } from 'chai';

import { flagOf, flagOf as flag, isSecret, kebab } from '../src/core/question.js';
import type { Question, Questions } from '../src/core/question.js';
import { setupFlags } from '../src/commands/setup-flags.js';
import { commonFlags } from '../src/commands/flags.js';
import { methods } from '../src/methods/index.js';

/** Flags that the contract fixes for each method. */
const contract: Readonly<Record<string, string>> = {
  'assume-role': '--role-arn --source-profile --source-keys-file --session-name --duration --external-id --mfa-serial --mfa-code --source-identity --policy-file --policy-arn --tag',
  'session-token': '--source-profile --source-keys-file --mfa-serial --mfa-code --duration',
  'federation-token': '--source-profile --source-keys-file --federated-name --duration --policy-file --policy-arn',
  saml: '--idp-url --saml-response-file --role-arn --principal-arn --duration --policy-file --policy-arn',
  'web-identity': '--provider --issuer --client-id --client-secret-file --scope --redirect-uri --web-identity-token-file --role-arn --session-name --duration --policy-file --policy-arn',
  cognito: '--identity-pool-id --flow --login --user-pool-id --user-pool-domain --client-id --username --password-file --role-arn',
  'identity-center': '--sso-session --start-url --sso-region --account-id --role-name',
  'console-login': '--source-profile',
  process: '--command --source-profile',
  instance: '',
  keys: '--keys-file',
};

/** What is the same for a whole team. Never a command, a source, a path, a profile, or anything of Git's settings. */
const shareable = new Set([
  'role-arn', 'principal-arn', 'external-id', 'duration', 'policy-arn', 'idp-url', 'provider', 'issuer', 'client-id', 'scope', 'redirect-uri',
  'start-url', 'sso-region', 'account-id', 'role-name', 'identity-pool-id', 'flow', 'login', 'user-pool-id', 'user-pool-domain',
  'access', 'only', 'protected-branch',
]);

const entries = (questions: Questions): [string, Question][] => Object.entries(questions);

for (const method of methods) {
  describe(`the method ${method.id}`, () => {
    const questions = method.questions as Questions;

    it('is one that the contract names, with all its flags', () => {
      const flags = entries(questions).map(([name, question]) => flagOf(name, question));
      expect(contract).to.have.property(method.id);
      const wanted = (contract[method.id] ?? '').split(' ').filter((name) => name !== '');
      expect(flags).to.include.members(wanted);
    });

    it('speaks to people: a title, AWS\'s term, what must be prepared', () => {
      expect(method.title).to.match(/^[A-Z]/);
      expect(method.term).to.not.equal('');
      expect(method.prerequisites.length).to.be.greaterThan(20);
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

    it('shares with a team what the contract lists, and nothing else', () => {
      const shared = entries(questions).filter(([, question]) => question.shareable).map(([name]) => kebab(name));
      expect(shared.filter((name) => !shareable.has(name))).to.deep.equal([]);
      for (const [name, question] of entries(questions)) expect(question.shareable, name).to.be.a('boolean');
    });

    it('says of every host and account in a recipe of others where it leads', () => {
      const leading = entries(questions).filter(([name, question]) => question.shareable && /url$|issuer|domain|provider|-arn$|account|pool/.test(kebab(name)) && !/redirect|policy/.test(kebab(name)));
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
      const shape = `${question.kind === 'switch' ? 'switch' : 'value'} ${question.valueName} ${String(question.repeatable)} ${flagOf(name, question)}`;
      expect(shapes.get(name) ?? shape, name).to.equal(shape);
      shapes.set(name, shape);
    }
  });

  it('hide no flag of setup or of every command', () => {
    const names = [...setupFlags, ...commonFlags].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
  });
});
