import { expect } from 'chai';
import { helperSettings, type HelperSettings } from '../../../src/git/settings/helper-settings.js';
import { Problem } from '../../../src/core/problem.js';

const host = 'git-codecommit.eu-west-1.amazonaws.com';
const choice: HelperSettings = {
  scope: 'region',
  value: "codecommit --profile 'dev'",
  hosts: [host],
  everyHost: ['git-codecommit.*.amazonaws.com', 'git-codecommit.*.amazonaws.com.cn'],
  repositoryUrl: `https://${host}/v1/repos/R`,
};
const three = (scope: 'global' | 'local', url: string): object[] => [
  { scope, key: `credential.${url}.helper`, value: '' },
  { scope, key: `credential.${url}.helper`, value: choice.value },
  { scope, key: `credential.${url}.useHttpPath`, value: 'true' },
];

describe("Git's settings for CodeCommit", () => {
  it('are a section that cuts off other helpers', () => {
    expect(helperSettings(choice)).to.deep.equal(three('global', `https://${host}`));
    expect(helperSettings({ ...choice, hosts: [host, 'other'] })).to.deep.equal([
      ...three('global', `https://${host}`),
      ...three('global', 'https://other'),
    ]);
    expect(helperSettings({ ...choice, scope: 'local' })).to.deep.equal(three('local', `https://${host}`));
    expect(helperSettings({ ...choice, scope: 'repository' })).to.deep.equal(
      three('global', `https://${host}/v1/repos/R`),
    );
    expect(helperSettings({ ...choice, scope: 'all' })).to.deep.equal([
      ...three('global', 'https://git-codecommit.*.amazonaws.com'),
      ...three('global', 'https://git-codecommit.*.amazonaws.com.cn'),
    ]);
    expect(helperSettings({ ...choice, scope: 'none' })).to.deep.equal([]);
  });

  it('cut off nobody where they stand among the helpers of every server', () => {
    expect(helperSettings({ ...choice, scope: 'global' })).to.deep.equal([
      { scope: 'global', key: 'credential.helper', value: choice.value },
      { scope: 'global', key: `credential.https://${host}.useHttpPath`, value: 'true' },
    ]);
  });

  it('need the name of the repository that is meant', () => {
    expect(() => helperSettings({ ...choice, scope: 'repository', repositoryUrl: undefined }))
      .to.throw(Problem)
      .with.property('kind', 'usage');
  });
});
