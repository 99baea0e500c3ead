import { expect } from 'chai';

import { Invocation } from '../../../src/commands/common/call.js';
import type { Askable } from '../../../src/commands/common/call.js';
import { askPolicyFacts, questionsFor } from '../../../src/commands/policy/interview.js';
import { policyQuestions, type PolicyAnswers } from '../../../src/commands/policy/questions/index.js';
import type { Questions } from '../../../src/core/interview/question.js';
import { isProblem } from '../../../src/core/problem.js';
import { Interview } from '../../../src/core/interview/interview.js';
import type { Prompt } from '../../../src/core/ports/ui.js';
import { readPage } from '../../../src/commands/policy/page.js';
import { shippedTemplates } from '../../helpers/shipped-templates.js';

/** What a person answers, by the prompt's message; Enter, which takes the suggestion, to every other. */
async function answered(
  method: string,
  replies: Readonly<Record<string, string>>,
): Promise<{ readonly facts: Readonly<Record<string, unknown>>; readonly messages: readonly string[] }> {
  const messages: string[] = [];
  const ui = {
    interactive: true,
    ask: ({ message, suggestion }: Prompt): Promise<string> => {
      messages.push(message);
      return Promise.resolve(replies[message] ?? suggestion ?? '');
    },
    say: () => undefined,
    warn: () => undefined,
  };
  const source = {
    given: () => Promise.resolve(undefined),
    remembered: () => undefined,
    suggested: () => undefined,
    isOfTeam: () => false,
  };
  const interview = new Interview<PolicyAnswers>({
    ui,
    source,
    localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
    readText: () => Promise.reject(new Error('no file')),
  });
  const page = await readPage(method, shippedTemplates);
  const facts = await askPolicyFacts(page, await questionsFor(page, shippedTemplates), interview, {
    invocation: new Invocation<Askable>([], {}, {}, []),
    ui,
  });
  return { facts: { ...facts }, messages };
}

const place = {
  'Which repositories?': 'arn:aws:codecommit:eu-west-1:444455556666:my-app',
  'What may people do there?': 'contribute',
  'Who may take the role?': '111122223333',
};

describe('the questions of policy', () => {
  it('take no empty list: what is not known is a blank', async () => {
    const { facts } = await answered('assume-role', { ...place, 'Who may take the role?': '', 'Is that all?': 'yes' });
    expect(facts['trusted']).to.deep.equal(['<account-id-of-people>']);
    for (const [name, question] of Object.entries(policyQuestions as Questions)) {
      if (question.optional || question.kind === 'switch') continue;
      for (const empty of ['', '  ']) {
        let answer: unknown;
        try {
          answer = question.parse(empty, {});
        } catch (error) {
          if (!isProblem(error, 'usage')) throw error;
          continue;
        }
        expect([answer].flat().join(), name).to.match(/^<[a-z-]+>$/);
      }
    }
  });

  it('leave the conditions out where nobody wants any', async () => {
    const { facts, messages } = await answered('assume-role', { ...place, 'Is that all?': 'yes' });
    expect(messages.at(-1)).to.equal('Is that all?');
    expect(facts).to.deep.include({
      mfa: false,
      protectedBranch: ['main', 'master'],
      listRepositories: false,
      account: '444455556666',
    });
  });

  it('put every condition, also those that have a default: MFA, branches, the list of repositories', async () => {
    const { facts, messages } = await answered('assume-role', {
      ...place,
      'Is that all?': 'more',
      'Only with an MFA code?': 'yes',
      'Branches that nobody may push to': 'release/*',
      'Only repositories with this tag, as KEY=VALUE': 'team=Blue Whale, stage=dev',
      'May people list the names of all repositories in the account?': 'yes',
    });
    expect(facts).to.deep.include({
      mfa: true,
      protectedBranch: ['release/*'],
      listRepositories: true,
      repositoryTag: [
        { key: 'team', value: 'Blue Whale' },
        { key: 'stage', value: 'dev' },
      ],
    });
    expect(messages.slice(messages.indexOf('Is that all?') + 1)).to.deep.equal([
      'Only with an MFA code?',
      'External ID that callers must give',
      'Only from these networks',
      'Branches that nobody may push to',
      'Only repositories with this tag, as KEY=VALUE',
      'Only sessions with this tag, as KEY=VALUE',
      'Source identities, of which a session must give one',
      'Keys of your own that encrypt the repositories (ARNs)',
      'May people list the names of all repositories in the account?',
    ]);
  });

  it("take a pool's id as it is copied, and nothing that is none", async () => {
    const pool = 'eu-west-1:0a1b2c3d-4e5f-6789-abcd-ef0123456789';
    const { facts } = await answered('cognito', {
      ...place,
      'Id of the identity pool': `arn:aws:cognito-identity:eu-west-1:444455556666:identitypool/${pool}`,
      'Is that all?': 'yes',
    });
    expect(facts).to.include({ identityPoolId: pool });
    for (const wrong of ['eu-west-1_AbCdEf123', 'nowhere:0a1b2c3d']) {
      const error: unknown = await answered('cognito', { ...place, 'Id of the identity pool': wrong }).catch(
        (failure: unknown) => failure,
      );
      expect(error).to.have.property('kind', 'usage');
    }
  });

  it('make the subject of a job out of what people call it, and show it', async () => {
    const ci = 'Whose jobs? The repository at GitHub, or the project at GitLab';
    const here = { ...place, 'Who signs you in?': 'github', 'Is that all?': 'yes' };
    const branch = await answered('web-identity', { ...here, [ci]: 'octo/app' });
    expect(branch.facts['subject']).to.deep.equal(['repo:octo/app:ref:refs/heads/main']);
    expect(branch.facts).to.include({
      issuer: 'https://token.actions.githubusercontent.com',
      clientId: 'sts.amazonaws.com',
    });
    const environment = await answered('web-identity', {
      ...here,
      [ci]: 'octo/app',
      'Only jobs of this environment': 'mirror',
    });
    expect(environment.facts['subject']).to.deep.equal(['repo:octo/app:environment:mirror']);
    expect(environment.messages).to.not.include('Only jobs of this branch');
  });
});
