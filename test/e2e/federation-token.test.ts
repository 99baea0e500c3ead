import { readFile } from 'node:fs/promises';

import { expect } from 'chai';

import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const readOnly = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'codecommit:GitPull', Resource: '*' }],
});

describe('from a session that an IAM user hands out to a clone', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  let url: string;
  let policy: string;

  beforeEach(async () => {
    fixture = await openFixture();
    url = fixture.sandbox.aws
      .account('111122223333')
      .repository('own', { region: 'eu-west-1', files: { 'README.md': '# own\n' } }).url;
    policy = await fixture.home.write('policy.json', readOnly);
  });
  afterEach(() => fixture.clear());

  const flags = (...more: string[]): string[] => [
    'setup',
    '--method',
    'federation-token',
    '--repository',
    url,
    '--source-keys-file',
    fixture.keysFile,
    '--yes',
    ...more,
  ];

  it('leads by flags; what the policy does not allow, Git may not do; and is renewed without a question', async () => {
    const { code, stderr } = await fixture.codecommit(
      flags('--policy-file', policy, '--keep-source', '--federated-name', 'guest', '--clone'),
    );
    expect(code, stderr).to.equal(0);
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
    await fixture.home.run('git', ['-C', 'own', 'commit', '--allow-empty', '-qm', 'Change']);
    expect((await fixture.home.run('git', ['-C', 'own', 'push'])).stderr).to.include('403');
    const refreshed = await fixture.codecommit(['refresh', 'own', '--force', '--json']);
    expect(refreshed.code, refreshed.stderr).to.equal(0);
    expect(JSON.parse(refreshed.stdout)).to.include({
      arn: 'arn:aws:sts::111122223333:federated-user/guest',
      refreshed: true,
    });
  });

  it('takes a managed policy by name', async () => {
    const { code, stderr } = await fixture.codecommit(
      flags('--policy-arn', 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly', '--clone'),
    );
    expect(code, stderr).to.equal(0);
  });

  it('is refused without a policy before the call, with the reason, exit 2', async () => {
    const { code, stderr } = await fixture.codecommit(flags());
    expect(code, stderr).to.equal(2);
    expect(stderr.replace(/\s+/g, ' ')).to.include('grants nothing').and.include('--policy-file or --policy-arn');
    expect(fixture.sandbox.log.count('GetFederationToken')).to.equal(0);
  });

  it('leads by prompts, and puts the question about the policy again until there is one that AWS can read', async () => {
    const broken = await fixture.home.write('broken.json', '{ "Version": ');
    const at = fixture.wizard(['setup', '--policy-file', broken]);
    await answer(at, 'What were you given?', url);
    await at.choose('How do you sign in?', 'A limited session');
    await at.choose('Whose keys sign the request?', 'for this run only');
    await answer(at, 'Access key ID', fixture.keysFile);
    await answer(at, 'Profile name', '');
    await at.choose('Go ahead?', 'Yes');
    await at.waitFor('not valid JSON');
    await answer(at, 'File with a session policy', policy);
    await at.ends();
    expect(await readFile(fixture.home.file('own', 'README.md'), 'utf8')).to.equal('# own\n');
  });
});
