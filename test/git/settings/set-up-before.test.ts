import { expect } from 'chai';

import type { Replaced } from '../../../src/git/settings/replaced.js';
import { choiceIn, ownerIn } from '../../../src/git/settings/set-up-before.js';

const url = 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/my-app';
const change = (profile: string, key: string, over: Partial<Replaced> = {}): Replaced => ({
  scope: 'global',
  cwd: '/home/ana',
  profile,
  key,
  before: [],
  after: ['', `codecommit --profile '${profile}'`],
  ...over,
});
const region = 'credential.https://git-codecommit.eu-west-1.amazonaws.com.helper';

describe('what was set up before', () => {
  it('belongs to the profile that came last, where its section counts for the URL', () => {
    expect(ownerIn([change('a', region), change('b', region)], url, '/home/ana')).to.equal('b');
    expect(
      ownerIn([change('a', region), change('b', region.replace('eu-west-1', 'us-east-1'))], url, '/home/ana'),
    ).to.equal('a');
    expect(ownerIn([change('a', 'credential.https://git-codecommit.*.amazonaws.com.helper')], url, '/')).to.equal('a');
    expect(ownerIn([], url, '/home/ana')).to.equal(undefined);
  });

  it('belongs in a clone of its own to nobody elsewhere', () => {
    const record = [change('a', region, { scope: 'local', cwd: '/home/ana/clone' })];
    expect(ownerIn(record, url, '/home/ana/clone/src')).to.equal('a');
    expect(ownerIn(record, url, '/home/ana/clone-2')).to.equal(undefined);
  });

  it('is known by its scope and its helper', () => {
    const scopes: readonly (readonly [string, Partial<Replaced>, string])[] = [
      [region, {}, 'region'],
      [region, { scope: 'local' }, 'local'],
      [`credential.${url}.helper`, {}, 'repository'],
      ['credential.https://git-codecommit.*.amazonaws.com.helper', {}, 'all'],
      ['credential.helper', {}, 'global'],
    ];
    for (const [key, over, scope] of scopes)
      expect(choiceIn([change('a', key, over)], 'a'), key).to.deep.equal({ scope, helper: 'codecommit' });
    expect(
      choiceIn([change('a', region, { after: ['', "!aws codecommit credential-helper --profile 'a' $@"] })], 'a')
        ?.helper,
    ).to.equal('aws');
    expect(choiceIn([change('a', region)], 'b')).to.equal(undefined);
  });
});
