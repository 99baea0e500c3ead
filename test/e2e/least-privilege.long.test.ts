import { readFile } from 'node:fs/promises';
import { expect } from 'chai';

import { sizeOf } from '../../src/aws/policies/document.js';
import type { PolicyDocument } from '../../src/aws/policies/document.js';
import type { Ended } from '../helpers/run.js';
import { oddProvider } from '../sandbox/openid/odd-provider.js';
import type { Account } from '../sandbox/aws/account.js';
import { webIdentityTrust } from '../sandbox/aws/openid-provider.js';
import { openFixture, type Fixture } from './fixture.js';

describe('a session that is limited to some repositories', function () {
  this.timeout(120_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
    fixture.sandbox.aws
      .account('444455556666')
      .repository('other', { region: 'eu-west-1', files: { 'README.md': '# other\n' } });
  });
  afterEach(() => fixture.clear());

  const git = (args: readonly string[], cwd = fixture.home.path): Promise<Ended> =>
    fixture.home.run('git', args, { cwd });
  const clone = (name: string): Promise<Ended> =>
    git(['clone', '-q', fixture.app.url.replace('my-app', name), fixture.home.file(name)]);
  const push = async (branch: string): Promise<Ended> => {
    await git(
      ['-c', 'user.name=ana', '-c', 'user.email=ana@example.com', 'commit', '-q', '--allow-empty', '-m', 'a change'],
      fixture.home.file('my-app'),
    );
    return await git(['push', '-q', 'origin', `HEAD:refs/heads/${branch}`], fixture.home.file('my-app'));
  };
  const sent = (operation: string): PolicyDocument =>
    JSON.parse((fixture.sandbox.log.of(operation).at(-1)?.parameters as { Policy: string }).Policy) as PolicyDocument;

  it('reads the repository that was set up, and neither pushes nor reads another', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--access', 'read']);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.include('the session to: read my-app');
    expect((await clone('my-app')).code).to.equal(0);
    const pushed = await push('feature');
    expect(pushed.code).to.not.equal(0);
    expect(pushed.stderr).to.include('403');
    expect((await clone('other')).stderr).to.include('403');
    expect(sent('AssumeRole').Statement[0]).to.deep.include({
      Action: ['codecommit:GetRepository', 'codecommit:GitPull'],
      Resource: 'arn:aws:codecommit:eu-west-1:444455556666:my-app',
    });
  });

  it('without a limit pushes, so that it is the limit that refused', async () => {
    expect((await fixture.codecommit([...fixture.common, '--yes'])).code).to.equal(0);
    await clone('my-app');
    expect((await push('feature')).code).to.equal(0);
  });

  it('contributes to branches that are not protected', async () => {
    const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', '--access', 'contribute']);
    expect(code, stderr).to.equal(0);
    expect(stderr.replace(/\s+/g, ' ')).to.include('no push to main, master');
    await clone('my-app');
    expect((await push('feature')).code).to.equal(0);
    expect((await push('main')).stderr).to.include('403');
  });

  it('keeps its limit when it is renewed', async () => {
    await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--keep-source',
      '--access',
      'contribute',
      '--only',
      'my-app',
      '--only',
      'team-*',
    ]);
    const first = sent('AssumeRole');
    const { code, stderr } = await fixture.codecommit(['refresh', '--force']);
    expect(code, stderr).to.equal(0);
    expect(sent('AssumeRole')).to.deep.equal(first);
    expect(await readFile(fixture.home.file('.config', 'git-codecommit', 'recipes.ini'), 'utf8')).to.include(
      'access = "contribute"',
    );
  });

  it('needs no policy file for a federated session', async () => {
    const owner = fixture.sandbox.aws.account('444455556666').user('bea');
    const keys = await fixture.home.write('bea.csv', owner.accessKeysCsv());
    const federation = [
      'setup',
      '--method',
      'federation-token',
      '--repository',
      fixture.app.url,
      '--source-keys-file',
      keys,
      '--yes',
    ];
    const refused = await fixture.codecommit(federation);
    expect([refused.code, refused.stdout]).to.deep.equal([2, '']);
    expect(refused.stderr).to.include('--access');
    const { code, stderr } = await fixture.codecommit([...federation, '--access', 'read']);
    expect(code, stderr).to.equal(0);
    expect((await clone('my-app')).code).to.equal(0);
    expect((await push('feature')).stderr).to.include('403');
  });

  describe('that the', () => {
    let owner: Account;
    beforeEach(() => {
      owner = fixture.sandbox.aws.account('444455556666');
    });

    const limited = async (...flags: string[]): Promise<void> => {
      const { code, stderr } = await fixture.codecommit([
        'setup',
        '--repository',
        fixture.app.url,
        '--yes',
        '--access',
        'contribute',
        ...flags,
      ]);
      expect(code, stderr).to.equal(0);
      expect((await clone('my-app')).code).to.equal(0);
      expect((await push('feature')).code).to.equal(0);
      expect((await push('main')).stderr).to.include('403');
      expect((await clone('other')).stderr).to.include('403');
    };
    const narrowed = (operation: string): void => {
      for (const { Resource } of sent(operation).Statement)
        expect(Resource).to.equal('arn:aws:codecommit:eu-west-1:444455556666:my-app');
    };

    it("company's sign-in page leads to", async () => {
      const idp = await fixture.sandbox.aws.identityProvider();
      const provider = owner.samlProvider('Corp', idp.metadata);
      const { arn } = owner.role('BySaml', { trust: provider.trust() });
      const response = await fixture.home.write(
        'response.txt',
        await idp.response({ roles: [`${arn},${provider.arn}`] }),
      );
      await limited('--method', 'saml', '--saml-response-file', response);
      narrowed('AssumeRoleWithSAML');
    });

    it('token of an OpenID provider leads to', async () => {
      const idp = oddProvider(fixture.sandbox);
      const { arn, url } = owner.openIdProvider(idp.issuer, ['git-codecommit']);
      const role = owner.role('ByToken', { trust: webIdentityTrust(arn, { [`${url}:aud`]: 'git-codecommit' }) });
      const token = await fixture.home.write('token', await idp.idToken());
      await limited(
        '--method',
        'web-identity',
        '--provider',
        'oidc',
        '--issuer',
        idp.issuer,
        '--client-id',
        'git-codecommit',
        '--role-arn',
        role.arn,
        '--web-identity-token-file',
        token,
      );
      narrowed('AssumeRoleWithWebIdentity');
    });

    it('basic flow of Cognito leads to, and the enhanced one cannot', async () => {
      const identityPool = fixture.sandbox.aws.identityPool(owner, 'eu-west-1');
      const pool = fixture.sandbox.aws.userPool('eu-west-1', 'my-team');
      const client = pool.client();
      pool.user('ana');
      identityPool.allowsClassicFlow = true;
      identityPool.trusts(pool.issuer, client.id);
      const role = owner.role('ByCognito', {
        trust: webIdentityTrust('cognito-identity.amazonaws.com', {
          'cognito-identity.amazonaws.com:aud': identityPool.id,
          'cognito-identity.amazonaws.com:amr': 'authenticated',
        }),
      });
      const password = await fixture.home.write('password', 'correct horse');
      const flags = [
        '--method',
        'cognito',
        '--identity-pool-id',
        identityPool.id,
        '--login',
        'user-pool',
        '--user-pool-id',
        pool.id,
        '--client-id',
        client.id,
        '--username',
        'ana',
        '--password-file',
        password,
        '--role-arn',
        role.arn,
      ];
      const refused = await fixture.codecommit([
        'setup',
        '--repository',
        fixture.app.url,
        '--yes',
        '--access',
        'contribute',
        ...flags,
      ]);
      expect([refused.code, refused.stdout]).to.deep.equal([2, '']);
      expect(refused.stderr.replace(/\s+/g, ' '))
        .to.include('In the enhanced flow AWS takes no session policy')
        .and.include('--flow basic');
      await limited('--flow', 'basic', ...flags);
      narrowed('AssumeRoleWithWebIdentity');
    });
  });

  it('says why, before any call, where STS would refuse its length', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ['--only', `a-repository-with-a-long-name-${index}`]).flat();
    const { code, stdout, stderr } = await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--access',
      'read',
      ...many,
    ]);
    expect([code, stdout]).to.deep.equal([2, '']);
    expect(stderr.replace(/\s+/g, ' '))
      .to.match(/2,048 characters for a session policy at most; this would be \d,\d{3}/)
      .and.include('--only');
    expect(fixture.sandbox.log.of('AssumeRole')).to.have.length(0);
  });

  it("stays below STS's limits for several repositories", async () => {
    const several = Array.from({ length: 5 }, (_, index) => ['--only', `a-repository-${index}`]).flat();
    const { code, stderr } = await fixture.codecommit([
      ...fixture.common,
      '--yes',
      '--no-verify',
      '--access',
      'contribute',
      ...several,
    ]);
    expect(code, stderr).to.equal(0);
    expect(sizeOf(sent('AssumeRole'))).to.be.lessThan(2048);
  });

  it('refuses limits that would be ignored, or add up', async () => {
    const file = await fixture.home.write('policy.json', '{"Statement": []}');
    for (const flags of [
      ['--only', 'my-app'],
      ['--access', 'read', '--policy-file', file],
      ['--access', 'read', '--policy-arn', 'arn:aws:iam::aws:policy/AWSCodeCommitReadOnly'],
      ['--access', 'read', '--protected-branch', 'main'],
      ['--protected-branch', 'main'],
      ['--access', 'read', '--only', 'arn:aws:codecommit:us-east-1:444455556666:my-app'],
      ['--access', 'all'],
    ]) {
      const { code, stderr } = await fixture.codecommit([...fixture.common, '--yes', ...flags]);
      expect(code, `${flags.join(' ')}: ${stderr}`).to.equal(2);
    }
    expect(fixture.sandbox.log.of('AssumeRole')).to.have.length(0);
  });
});
