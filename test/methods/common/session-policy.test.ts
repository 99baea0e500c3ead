import { expect } from 'chai';

import type { TargetAnswers } from '../../../src/interview/clone-target.js';
import { Interview } from '../../../src/core/interview/interview.js';
import type { Prompt } from '../../../src/core/ports/ui.js';
import { parseRepositoryPattern } from '../../../src/aws/policies/answers.js';
import { Problem } from '../../../src/core/problem.js';
import { parseRepository } from '../../../src/aws/codecommit/repository.js';
import { cognitoQuestions } from '../../../src/methods/cognito/questions.js';
import { sessionPolicyText } from '../../../src/methods/common/session-policy.js';
import {
  checkSessionPolicy,
  neededPolicyQuestions,
  sessionPolicyQuestions,
} from '../../../src/methods/common/session-policy-questions.js';
import { shippedTemplates } from '../../helpers/shipped-templates.js';

type Given = Readonly<Record<string, string>>;

function interviewOf(
  replies: readonly string[],
  given: Given = {},
): { readonly interview: Interview; readonly prompts: Prompt[] } {
  const prompts: Prompt[] = [];
  const left = [...replies];
  const ui = {
    interactive: true,
    ask: (prompt: Prompt): Promise<string> => {
      prompts.push(prompt);
      return Promise.resolve(left.shift() ?? '');
    },
    say: () => undefined,
    warn: () => undefined,
  };
  const source = {
    given: (name: string) => Promise.resolve(given[name]),
    remembered: () => undefined,
    suggested: () => undefined,
    isOfTeam: () => false,
  };
  const interview = new Interview<TargetAnswers>({
    ui,
    source,
    localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
    readText: () => Promise.reject(new Error('no file')),
  });
  interview.learn('repository', parseRepository('https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app'));
  return { interview, prompts };
}

const context = {
  region: 'eu-west-1',
  templates: shippedTemplates,
  readText: () => Promise.resolve('{ "Statement": [] }'),
};

describe('what a session is limited to', () => {
  it('is asked for where it can do nothing without a policy, and is then the repository in hand', async () => {
    const { interview, prompts } = interviewOf(['read']);
    const answers = await interview.all(neededPolicyQuestions);
    expect(prompts.map(({ choices }) => choices?.map(({ value }) => value))).to.deep.equal([
      ['read', 'contribute', 'full'],
    ]);
    expect(answers.only.map(({ name }) => name)).to.deep.equal(['my-app']);
    expect(await sessionPolicyText(answers, () => '444455556666', 'GetFederationToken', context)).to.equal(
      '{"Version":"2012-10-17","Statement":[{"Sid":"ReadRepositories","Effect":"Allow","Action":["codecommit:GetRepository","codecommit:GitPull"],"Resource":"arn:aws:codecommit:eu-west-1:444455556666:my-app"}]}',
    );
  });

  it("is not asked for where a policy of one's own is given", async () => {
    for (const given of [
      { policyFile: 'policy.json' },
      { policyArn: 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly' },
    ]) {
      const { interview, prompts } = interviewOf([], given);
      await interview.all(neededPolicyQuestions);
      expect(prompts).to.deep.equal([]);
    }
    const { interview } = interviewOf([], { policyFile: 'policy.json' });
    expect(
      await sessionPolicyText(
        await interview.all(neededPolicyQuestions),
        () => undefined,
        'GetFederationToken',
        context,
      ),
    ).to.equal('{"Statement":[]}');
  });

  it('elsewhere is asked among the other options only, and no limit is the first choice', async () => {
    const { interview, prompts } = interviewOf(['', '', 'granted']);
    await interview.all(sessionPolicyQuestions);
    expect(prompts).to.deep.equal([]);
    const answers = await interview.all(sessionPolicyQuestions, { advanced: true });
    expect(prompts.at(-1)?.choices?.[0]?.value).to.equal('granted');
    expect(await sessionPolicyText(answers, () => '444455556666', 'AssumeRole', context)).to.equal(undefined);
  });

  it('is asked at Cognito once the basic flow is chosen, and not in the enhanced one', async () => {
    const { flow, access, only, protectedBranch } = cognitoQuestions;
    const questions = { flow, access, only, protectedBranch };
    const basic = interviewOf(['basic', 'contribute']);
    await basic.interview.all(questions);
    expect(basic.prompts).to.deep.equal([]);
    const answers = await basic.interview.all(questions, { advanced: true });
    expect(basic.prompts.map(({ message }) => message)).to.deep.equal([flow.message, access.message]);
    expect([answers.only.map(({ name }) => name), answers.protectedBranch]).to.deep.equal([
      ['my-app'],
      ['main', 'master'],
    ]);
    const enhanced = interviewOf(['enhanced']);
    expect(await enhanced.interview.all(questions, { advanced: true })).to.deep.equal({
      flow: 'enhanced',
      access: undefined,
      only: [],
      protectedBranch: [],
    });
    expect(enhanced.prompts.map(({ message }) => message)).to.deep.equal([flow.message]);
  });

  it('leads back to the level of access, where that and another limit contradict each other', () => {
    const none = { policyFile: undefined, policyArn: [], access: undefined, only: [], protectedBranch: [] };
    const only = [parseRepositoryPattern('my-app')];
    for (const limits of [
      { access: 'read', only, policyFile: 'policy.json' },
      { access: 'read', only, protectedBranch: ['main'] },
      { only },
      { protectedBranch: ['main'] },
    ] as const)
      expect(() => checkSessionPolicy({ ...none, ...limits }))
        .to.throw(Problem)
        .with.property('question', 'access');
  });
});
