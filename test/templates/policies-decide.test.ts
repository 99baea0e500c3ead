import { expect } from 'chai';

import type { PolicySet } from '../../src/commands/policy/set.js';
import { flagsOfQuestions } from '../../src/core/interview/flag.js';
import { targetQuestions } from '../../src/interview/clone-target.js';
import { methods } from '../../src/methods/index.js';
import { parseCall } from '../helpers/parse-call.js';
import { policyCases, type Ask } from '../helpers/policy-cases.js';
import { documentOf, policyCommand, type PolicyCommand } from '../helpers/policy-command.js';
import { requestContext } from '../sandbox/aws/condition.js';
import {
  evaluate,
  list,
  speaksOf,
  statements,
  verdictOf,
  type PolicyDocument,
  type Statement,
} from '../sandbox/aws/policy.js';

/** Whether the policy of a set allows it, by the rules that the sandbox has of IAM. */
function allows(set: PolicySet, ask: Ask): boolean {
  const policy = documentOf(set, ask.of) as PolicyDocument;
  const request = { action: ask.action, resource: ask.on ?? '*', context: requestContext(ask.context ?? {}) };
  if (ask.of !== 'trust') return evaluate([policy], request) === 'allow';
  return (
    verdictOf(
      statements(policy).filter((statement) => names(statement, ask.who ?? '') && speaksOf(statement, request)),
    ) === 'allow'
  );
}

function names({ Principal }: Statement, who: string): boolean {
  const root = who.replace(/:(user|role)\/.*$/, ':root');
  return Object.values(Principal ?? {})
    .flatMap((value) => list(value))
    .some((one) => one === who || one === root);
}

describe('the policies that `policy` makes', function () {
  this.timeout(60_000);
  let policy: PolicyCommand;
  before(async () => {
    policy = await policyCommand();
  });
  after(() => policy.home.remove());

  for (const one of policyCases) {
    describe(`for ${one.method}, ${one.title}`, () => {
      let set: PolicySet;
      before(async () => {
        set = await policy.set(one);
      });

      it('end in a setup that takes each of the flags that people are told', () => {
        const { command, invocation } = parseCall(set.then);
        expect(command).to.equal('setup');
        expect(invocation.operands, set.then).to.deep.equal([]);
        expect(invocation.text('method')).to.equal(one.method);
        const method = methods.find(({ id }) => id === one.method);
        const taken = flagsOfQuestions(targetQuestions, method?.questions ?? {}).map(({ name }) => `--${name}`);
        const given = set.then.match(/(?<= )--[\w-]+/g) ?? [];
        expect(given.filter((flag) => ![...taken, '--method'].includes(flag))).to.deep.equal([]);
      });

      for (const ask of one.asks) {
        it(
          `${ask.allowed ? 'let' : 'refuse'} ${ask.who ?? 'them'} ${ask.action} ` +
            `${JSON.stringify(ask.context ?? {})}: ${ask.because}`,
          () => {
            expect(allows(set, ask)).to.equal(ask.allowed);
          },
        );
      }
    });
  }
});
