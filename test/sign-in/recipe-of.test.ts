import { expect } from 'chai';

import type { SignInAnswers } from '../../src/methods/answers.js';
import { Interview } from '../../src/core/interview/interview.js';
import { recipeOf } from '../../src/sign-in/recipe-of.js';
import { assumeRole } from '../../src/methods/assume-role.js';

describe('the recipe of a sign-in', () => {
  it('holds the answers that were given, and no word that a menu has for none', async () => {
    const roleArn = 'arn:aws:iam::111122223333:role/Developer';
    const given: Record<string, string> = {
      sourceProfile: 'ana',
      access: 'granted',
      duration: '1h',
      mfaCode: '123456',
      externalId: '',
    };
    const source = {
      given: (name: string) => Promise.resolve(given[name]),
      remembered: (name: string) => (name === 'roleArn' ? roleArn : undefined),
      suggested: () => undefined,
      isOfTeam: () => true,
    };
    const ui = {
      interactive: false,
      ask: () => Promise.reject(new Error('nobody is there')),
      say: () => undefined,
      warn: () => undefined,
    };
    const interview = new Interview<SignInAnswers>({
      ui,
      source,
      localFacts: { profiles: [], ssoSessions: [], env: {}, userName: 'ana' },
      readText: () => Promise.reject(new Error('no file')),
    });
    await interview.all(assumeRole.questions);
    const { answers, fromTeam } = recipeOf(assumeRole, 'eu-west-1', interview, {
      credentials: {} as never,
      learned: { grantedDuration: '3600' },
    });
    // The rest was given by flag, which is an answer of one's own.
    expect(fromTeam).to.deep.equal(['roleArn']);
    expect(answers).to.deep.equal({
      roleArn,
      sourceProfile: 'ana',
      duration: '1h',
      grantedDuration: '3600',
    });
  });
});
