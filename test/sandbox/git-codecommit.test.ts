import { readFile } from 'node:fs/promises';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import type { Ended } from '../helpers/run.js';
import { Clients, sessionKeys } from './clients.js';
import { furnishedHome, type FurnishedHome } from './furnished-home.js';
import { httpGet } from './http-get.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import { signingHelper, type HelperKeys } from './signing-helper.js';
import type { Account } from './aws/account.js';
import type { Repository } from './aws/repository.js';
import type { User } from './aws/user.js';

const forbidden = /The requested URL returned error: 403/;

describe("the sandbox's CodeCommit over Git", () => {
  let sandbox: Sandbox;
  let home: FurnishedHome;
  let account: Account;
  let ana: User;
  let repository: Repository;
  before(async () => {
    sandbox = await startSandbox();
    home = await furnishedHome(sandbox);
    account = sandbox.aws.account('111122223333');
    ana = account.user('ana');
    repository = account.repository('my-app', {
      region: 'eu-west-1',
      files: { 'README.md': '# my-app\n', 'src/main.txt': 'hello\n' },
    });
  });
  after(async () => {
    await home.remove();
    await sandbox.stop();
  });

  const git = async (keys: HelperKeys | undefined, ...args: string[]): Promise<Ended> =>
    home.run('git', [...(keys ? await signingHelper(home, keys) : []), ...args], { env: { LC_ALL: 'C' } });
  const reason = (): string | undefined => sandbox.log.of('git-codecommit').at(-1)?.errorCode;

  it('clones, pulls and pushes with real Git', async () => {
    expect(await git(ana.key, 'clone', '-q', repository.url, 'work')).to.deep.include({ code: 0 });
    expect(await readFile(home.file('work', 'src', 'main.txt'), 'utf8')).to.equal('hello\n');
    await home.write('work/new.txt', 'x'.repeat(200_000));
    await git(undefined, '-C', 'work', 'add', '.');
    await git(undefined, '-C', 'work', 'commit', '-qm', 'Add a file');
    expect(await git(ana.key, '-C', 'work', 'push', '-q', 'origin', 'main')).to.deep.include({ code: 0 });
    expect(await git(ana.key, 'clone', '-q', repository.url, 'again')).to.deep.include({ code: 0 });
    expect(await readFile(home.file('again', 'new.txt'), 'utf8')).to.have.length(200_000);
    expect(await git(ana.key, '-C', 'again', 'pull', '-q')).to.deep.include({ code: 0 });
    expect(sandbox.log.of('GitPush').at(-1)).to.deep.include({
      status: 200,
      caller: ana.arn,
      parameters: { repository: 'my-app', path: '/git-receive-pack' },
    });
  });

  it('clones an empty repository, and takes its first push', async () => {
    const empty = account.repository('empty', { region: 'eu-west-1' });
    await git(ana.key, 'clone', '-q', empty.url, 'empty');
    await git(undefined, '-C', 'empty', 'commit', '-q', '--allow-empty', '-m', 'Begin');
    expect(await git(ana.key, '-C', 'empty', 'push', '-q', 'origin', 'HEAD:main')).to.deep.include({ code: 0 });
  });

  for (const url of [
    'https://git-codecommit-fips.us-east-1.amazonaws.com/v1/repos/many-names',
    'https://vpce-0a1b2c3d4e5f67890-abcdefgh.git-codecommit.us-east-1.vpce.amazonaws.com/v1/repos/many-names',
    'https://vpce-0a1b2c3d4e5f67890-abcdefgh-us-east-1a.git-codecommit-fips.us-east-1.vpce.amazonaws.com/v1/repos/many-names',
    'https://git-codecommit.us-east-1.amazonaws.com/v1/repos/many-names.git',
  ]) {
    it(`answers at ${new URL(url).host}${url.endsWith('.git') ? ' with .git' : ''}`, async () => {
      if (!account.repositories.some(({ name }) => name === 'many-names'))
        account.repository('many-names', { region: 'us-east-1', files: { a: 'a' } });
      expect(await git(ana.key, 'ls-remote', url)).to.deep.include({ code: 0 });
    });
  }

  it('answers in China at its own host', async () => {
    const china = sandbox.aws.account('555566667777', { partition: 'aws-cn' });
    const { url } = china.repository('cha', { region: 'cn-north-1', files: { a: 'a' } });
    expect(url).to.equal('https://git-codecommit.cn-north-1.amazonaws.com.cn/v1/repos/cha');
    expect(await git(china.user('li').key, 'ls-remote', url)).to.deep.include({ code: 0 });
  });

  it("asks for credentials with 401, and knows no other account's repository", async () => {
    expect((await git(undefined, 'ls-remote', repository.url)).stderr).to.contain('could not read Username');
    expect(sandbox.log.of('git-codecommit').at(-1)).to.include({ status: 401 });
    const foreign = sandbox.aws.account('444455556666').repository('foreign', { region: 'eu-west-1' });
    expect((await git(ana.key, 'ls-remote', foreign.url)).stderr).to.match(/repository '.*' not found/);
    expect(sandbox.log.of('git-codecommit').at(-1)).to.include({ status: 404 });
  });

  it('refuses with 403 and its reason: unknown key, wrong signature, too old, too new', async () => {
    for (const [keys, code] of [
      [{ ...ana.key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, 'UnrecognizedClientException'],
      [{ ...ana.key, sessionToken: 'x' }, 'UnrecognizedClientException'],
      [{ ...ana.key, secretAccessKey: 'wrong' }, 'InvalidSignatureException'],
      [{ ...ana.key, offsetMs: -16 * 60_000 }, 'InvalidSignatureException'],
      [{ ...ana.key, offsetMs: 16 * 60_000 }, 'InvalidSignatureException'],
    ] as const) {
      expect((await git(keys, 'ls-remote', repository.url)).stderr).to.match(forbidden);
      expect(reason()).to.equal(code);
    }
    expect(await git({ ...ana.key, offsetMs: -14 * 60_000 }, 'ls-remote', repository.url)).to.deep.include({ code: 0 });
  });

  it('refuses a signature over another repository, region or host', async () => {
    const other = account.repository('other', { region: 'eu-west-1', files: { a: 'a' } });
    const { stdout } = await home.run('git', [...(await signingHelper(home, ana.key)), 'credential', 'fill'], {
      input: `url=${repository.url}\n\n`,
    });
    const [, username = '', password = ''] = /username=(.*)\npassword=(.*)/.exec(stdout) ?? [];
    const signed = (url: string): string =>
      url.replace('https://', `https://${encodeURIComponent(username)}:${password}@`);
    expect((await git(undefined, 'ls-remote', signed(repository.url))).code).to.equal(0);
    for (const url of [
      other.url,
      repository.url.replace('eu-west-1', 'eu-west-2'),
      repository.url.replace('git-codecommit.', 'git-codecommit-fips.'),
    ]) {
      expect((await git(undefined, 'ls-remote', signed(url))).stderr).to.match(forbidden);
      expect(reason()).to.equal('InvalidSignatureException');
    }
  });

  it("takes a role's session until it ends or is revoked", async () => {
    const role = account.role('dev');
    const keys = sessionKeys(
      await new Clients(sandbox)
        .sts(ana.key)
        .send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'ana' })),
    );
    const session = sandbox.aws.lastSession;
    expect(await git(keys, 'ls-remote', repository.url)).to.deep.include({ code: 0 });
    session.revoke();
    expect((await git(keys, 'ls-remote', repository.url)).stderr).to.match(forbidden);
    expect(reason()).to.equal('AccessDeniedException');
    session.expire();
    expect((await git(keys, 'ls-remote', repository.url)).stderr).to.match(forbidden);
    expect(reason()).to.equal('ExpiredTokenException');
  });

  it('tells pull from push, repository by repository and branch by branch', async () => {
    const arn = (name: string): string => `arn:aws:codecommit:eu-west-1:111122223333:${name}`;
    const bob = account.user('bob', {
      policies: [
        {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['codecommit:GitPull', 'codecommit:GitPush'], Resource: arn('my-*') },
            {
              Effect: 'Deny',
              Action: 'codecommit:GitPush',
              Resource: '*',
              Condition: {
                StringEquals: { 'codecommit:References': 'refs/heads/main' },
                Null: { 'codecommit:References': 'false' },
              },
            },
          ],
        },
      ],
    });
    await git(bob.key, 'clone', '-q', repository.url, 'bob');
    expect((await git(bob.key, '-C', 'bob', 'push', 'origin', 'HEAD:topic')).code).to.equal(0);
    await git(undefined, '-C', 'bob', 'commit', '-q', '--allow-empty', '-m', 'More');
    expect((await git(bob.key, '-C', 'bob', 'push', 'origin', 'HEAD:main')).stderr).to.match(/HTTP 403|error: 403/);
    const reader = account.user('reader', { policies: ['AWSCodeCommitReadOnly'] });
    expect((await git(reader.key, '-C', 'bob', 'push', 'origin', 'HEAD:topic')).stderr).to.match(forbidden);
    expect(
      (await git(bob.key, 'ls-remote', account.repository('not-mine', { region: 'eu-west-1' }).url)).stderr,
    ).to.match(forbidden);
  });

  it('says why in the body of the 403, as the service does', async () => {
    const locked = account.repository('locked', { region: 'eu-west-1', files: { a: 'a' } });
    locked.denyKms();
    expect((await git(ana.key, 'ls-remote', locked.url)).stderr).to.match(forbidden);
    expect(reason()).to.equal('EncryptionKeyAccessDeniedException');
    const probe = await httpGet(sandbox, `${repository.url}/info/refs?service=git-upload-pack`, {
      authorization: `Basic ${Buffer.from('AKIAIOSFODNN7EXAMPLE:x').toString('base64')}`,
    });
    expect(probe.status).to.equal(403);
    expect(probe.body).to.equal(
      '<UnrecognizedClientException>\n  <Message>The security token included in the request is ' +
        'invalid</Message>\n</UnrecognizedClientException>\n\n',
    );
    expect(
      (await httpGet(sandbox, `${repository.url}/info/refs?service=git-upload-pack`)).headers['www-authenticate'],
    ).to.match(/^Basic /);
  });

  it('answers 429 when it is asked too often', async () => {
    sandbox.faults.add({ kind: 'throttle' }, { on: 'git-codecommit', times: 1 });
    expect((await git(undefined, '-c', 'http.maxRetries=1', 'ls-remote', repository.url)).stderr).to.match(
      /429|rate limited/,
    );
    expect(sandbox.log.of('git-codecommit').at(-1)).to.include({ status: 429, errorCode: 'ThrottlingException' });
  });
});
