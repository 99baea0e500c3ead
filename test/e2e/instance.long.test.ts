import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { expect } from 'chai';
import { built } from '../helpers/built.js';
import { needs } from '../helpers/needs.js';
import type { Ended } from '../helpers/run.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from '../sandbox/furnished-home.js';
import { startMetadata, type Metadata } from '../sandbox/metadata.js';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.js';
import type { Account } from '../sandbox/aws/account.js';
import type { Repository } from '../sandbox/aws/repository.js';

describe('on an EC2 instance or in a container', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  let program: string;
  let sandbox: Sandbox;
  let account: Account;
  let app: Repository;
  let metadata: Metadata;
  let home: FurnishedHome;
  before(async () => {
    program = `${built()}/git-codecommit.js`;
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    account = sandbox.aws.account('111122223333');
    app = account.repository('my-app', { region: 'eu-west-1', files: { 'README.md': '# my-app\n' } });
  });
  beforeEach(async () => {
    sandbox.log.clear();
    metadata = await startMetadata(account.role('Builder'));
    home = await furnishedHome(sandbox);
  });
  afterEach(() => Promise.all([metadata.close(), home.remove()]));

  const setup = (env: Readonly<Record<string, string>>, ...more: string[]): Promise<Ended> =>
    home.run(process.execPath, [program, 'setup', '--method', 'instance', '--repository', app.url, '--yes', ...more], {
      env,
    });
  const clone = (env: Readonly<Record<string, string>>): Promise<Ended> =>
    home.run('git', ['clone', '-q', app.url, 'clone'], { env });

  for (const place of ['instance', 'container'] as const) {
    it(`writes no keys, and Git's helper asks the ${place} each time`, async () => {
      const { code, stdout, stderr } = await setup(metadata[place], '--json');
      expect(code, stderr).to.equal(0);
      expect(JSON.parse(stdout)).to.include({
        method: 'instance',
        credentialsFile: null,
        verified: true,
        arn: 'arn:aws:sts::111122223333:assumed-role/Builder/i-0123456789abcdef0',
      });
      expect(existsSync(home.file('.aws', 'credentials'))).to.equal(false);
      expect(await readFile(home.file('.gitconfig'), 'utf8'))
        .to.contain('git-credential-codecommit')
        .and.not.contain('--profile');
      sandbox.aws.lastSession.expire();
      const cloned = await clone(metadata[place]);
      expect([cloned.code, cloned.stderr]).to.deep.equal([0, '']);
      expect(sandbox.log.of('GitPull').at(-1)?.caller).to.equal(
        'arn:aws:sts::111122223333:assumed-role/Builder/i-0123456789abcdef0',
      );
    });
  }

  it('says that nothing need be set up where Git asks already', async () => {
    expect((await setup(metadata.instance)).code).to.equal(0);
    const before = await readFile(home.file('.gitconfig'), 'utf8');
    const again = await setup(metadata.instance);
    expect(again.code, again.stderr).to.equal(0);
    expect(again.stderr).to.contain('Nothing need be set up');
    expect(await readFile(home.file('.gitconfig'), 'utf8')).to.equal(before);
  });

  it('proves it all the same: a role that may not is told', async () => {
    expect((await setup(metadata.instance)).code).to.equal(0);
    metadata.role = account.role('Stranger', {
      policies: [{ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }],
    });
    const { code, stderr } = await setup(metadata.instance);
    expect(code, stderr).to.equal(4);
    expect(stderr).to.contain('403');
  });

  it('says what is in front of the role', async () => {
    await home.addProfile('default', account.user('ana').key);
    const { code, stderr } = await setup(metadata.instance);
    expect(code).to.equal(2);
    expect(stderr).to.contain('profile default');
    await rm(home.file('.aws', 'credentials'));
    expect((await setup({ ...metadata.instance, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' })).stderr).to.contain(
      'AWS_ACCESS_KEY_ID',
    );
  });

  it('says so where there is no role, and writes nothing', async () => {
    metadata.role = undefined;
    for (const env of [metadata.instance, metadata.container, { AWS_EC2_METADATA_DISABLED: 'true' }] as Readonly<
      Record<string, string>
    >[]) {
      const { code, stderr } = await setup(env);
      expect(code, stderr).to.equal(4);
      expect(await readFile(home.file('.gitconfig'), 'utf8')).to.not.contain('helper');
    }
  });

  describe('with the AWS CLI', () => {
    before(needs('aws'));

    it("needs nothing set up where AWS's own helper is there, as its page says", async () => {
      await home.run('git', ['config', '--global', 'credential.helper', '!aws codecommit credential-helper $@']);
      await home.run('git', ['config', '--global', 'credential.UseHttpPath', 'true']);
      const { code, stderr } = await setup(metadata.instance);
      expect(code, stderr).to.equal(0);
      expect(stderr).to.contain('Nothing need be set up');
      expect(sandbox.log.of('GitPull').at(-1)?.caller).to.contain('assumed-role/Builder');
    });
  });
});
