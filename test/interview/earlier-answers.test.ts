import { expect } from 'chai';

import type { LocalFacts } from '../../src/core/local-facts.js';
import type { AnyMethod } from '../../src/core/method.js';
import type { Recipe } from '../../src/core/recipe.js';
import { earlierAnswers, earlierRegion } from '../../src/interview/earlier-answers.js';
import { methods } from '../../src/methods/index.js';

const method = (wanted: string): AnyMethod => {
  const found = (methods as readonly AnyMethod[]).find(({ id }) => id === wanted);
  if (found === undefined) throw new Error(`no method ${wanted}`);
  return found;
};
const facts = (recipes: readonly Recipe[], more: Partial<LocalFacts> = {}): LocalFacts => ({
  profiles: [],
  ssoSessions: [],
  env: {},
  userName: 'ana',
  earlier: recipes.map((recipe, index) => ({ profile: `p${String(index)}`, recipe })),
  ...more,
});
const role = (account: string): string => `arn:aws:iam::${account}:role/Developer`;
const assumed = (account: string, answers: Record<string, string> = {}): Recipe => ({
  method: 'assume-role',
  region: 'eu-west-1',
  account,
  answers: { roleArn: role(account), ...answers },
});
const portal: Recipe = {
  method: 'identity-center',
  region: 'eu-central-1',
  fromTeam: ['startUrl'],
  answers: { startUrl: 'https://corp.awsapps.com/start', ssoRegion: 'eu-west-1', accountId: '444455556666' },
};

describe('what earlier set-ups put forward', () => {
  it('is what they answered to questions of the same method that are always asked', () => {
    const all = facts([assumed('444455556666', { externalId: 'x', duration: '900' }), portal]);
    expect(earlierAnswers(method('assume-role'), { account: undefined }, all).answers).to.deep.equal({
      roleArn: role('444455556666'),
    });
    expect(earlierAnswers(method('identity-center'), { account: undefined }, all)).to.deep.equal({
      answers: { startUrl: 'https://corp.awsapps.com/start' },
      fromTeam: ['startUrl'],
    });
    expect(earlierAnswers(method('saml'), { account: undefined }, all).answers).to.deep.equal({});
  });

  it('is that of the account of the repository, and no role of another one', () => {
    const all = facts([assumed('111122223333'), assumed('444455556666')]);
    const of = (account: string) => earlierAnswers(method('assume-role'), { account }, all).answers;
    expect(of('444455556666')).to.deep.equal({ roleArn: role('444455556666') });
    expect(of('777788889999')).to.deep.equal({});
  });

  it('is no profile that is gone, and none where the terminal names its own', () => {
    const known = { name: 'ana', describes: '', longTerm: true, managed: false };
    const of = (more: Partial<LocalFacts>) =>
      earlierAnswers(
        method('assume-role'),
        { account: undefined },
        facts([assumed('444455556666', { sourceProfile: 'ana' })], more),
      ).answers['sourceProfile'];
    expect(of({ profiles: [known] })).to.equal('ana');
    expect(of({})).to.equal(undefined);
    expect(of({ profiles: [known], env: { AWS_PROFILE: 'other' } })).to.equal(undefined);
  });

  it('is the Region of the last one, where neither the terminal nor the profile that signs has one', () => {
    const last = [assumed('444455556666'), portal];
    expect(earlierRegion(facts(last)).answers).to.deep.equal({ region: 'eu-west-1' });
    expect(earlierRegion(facts(last, { env: { AWS_REGION: 'us-east-1' } })).answers).to.deep.equal({});
    const known = { name: 'ana', describes: '', longTerm: true, managed: false, region: 'us-east-2' };
    expect(earlierRegion(facts(last, { profiles: [known], signer: 'ana' })).answers).to.deep.equal({});
    expect(earlierRegion(facts([])).answers).to.deep.equal({});
  });
});
