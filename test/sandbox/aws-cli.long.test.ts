import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { needs } from '../helpers/needs.js';
import { undoAfter } from '../helpers/undo.js';
import { furnishedHome, type FurnishedHome } from './furnished-home.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { Account } from './aws/account.js';
import type { User } from './aws/user.js';

interface CliCredentials {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

describe('the AWS CLI in the sandbox', function () {
  this.timeout(120_000);
  const undo = undoAfter();
  let sandbox: Sandbox;
  let home: FurnishedHome;
  let account: Account;
  let ana: User;
  before(needs('aws'));
  before(async () => {
    sandbox = await startSandbox();
    undo(() => sandbox.stop());
    home = await furnishedHome(sandbox);
    undo(() => home.remove());
    account = sandbox.aws.account('111122223333');
    ana = account.user('ana', { mfa: ['totp', 'fido'] });
    await home.addProfile('ana', ana.key);
  });

  const aws = async <T>(...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await home.run('aws', [
      '--profile',
      'ana',
      '--region',
      'eu-west-1',
      '--output',
      'json',
      ...args,
    ]);
    if (code !== 0) throw new Error(stderr.trim());
    return JSON.parse(stdout) as T;
  };
  const errorOf = (...args: string[]): Promise<string> =>
    aws(...args).then(
      () => 'no error',
      (error: unknown) => String(error),
    );

  it('assumes a role with a code of the MFA device', async () => {
    const role = account.role('dev', { trust: { mfa: true, externalId: 'mango' } });
    const args = ['sts', 'assume-role', '--role-arn', role.arn, '--role-session-name', 'ana', '--external-id', 'mango'];
    expect(await errorOf(...args)).to.contain(
      'An error occurred (AccessDenied) when calling the AssumeRole operation: User: ' +
        'arn:aws:iam::111122223333:user/ana is not authorized to perform: sts:AssumeRole on resource: ' +
        'arn:aws:iam::111122223333:role/dev',
    );
    const answer = await aws<{ Credentials: CliCredentials; AssumedRoleUser: unknown; PackedPolicySize: number }>(
      ...args,
      '--serial-number',
      ana.device.serialNumber,
      '--token-code',
      ana.device.code(),
      '--policy-arns',
      'arn=arn:aws:iam::aws:policy/AWSCodeCommitReadOnly',
    );
    expect(answer.AssumedRoleUser).to.deep.equal({
      AssumedRoleId: `${role.id}:ana`,
      Arn: 'arn:aws:sts::111122223333:assumed-role/dev/ana',
    });
    expect(answer.Credentials.AccessKeyId).to.match(/^ASIA/);
    expect(answer.PackedPolicySize).to.be.within(1, 100);
  });

  it('gets a session token and a federation token', async () => {
    expect(
      (await aws<{ Credentials: CliCredentials }>('sts', 'get-session-token', '--duration-seconds', '900')).Credentials,
    ).to.include.keys('AccessKeyId', 'SecretAccessKey', 'SessionToken', 'Expiration');
    expect(await aws('sts', 'get-federation-token', '--name', 'laptop')).to.deep.include({
      FederatedUser: { FederatedUserId: '111122223333:laptop', Arn: 'arn:aws:sts::111122223333:federated-user/laptop' },
    });
    expect(await errorOf('sts', 'get-session-token', '--duration-seconds', '129601')).to.contain(
      '(ValidationError) when calling the GetSessionToken operation: 1 validation error detected: Value ' +
        "'129601' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal " +
        'to 129600',
    );
  });

  it('lists MFA devices, repositories page by page, and one repository', async () => {
    sandbox.aws.repositoriesPerPage = 2;
    for (const name of ['a', 'b', 'c']) account.repository(name, { region: 'eu-west-1' });
    const { MFADevices } = await aws<{ MFADevices: { SerialNumber: string }[] }>('iam', 'list-mfa-devices');
    expect(MFADevices.map(({ SerialNumber }) => SerialNumber)).to.deep.equal(
      ana.devices.map(({ serialNumber }) => serialNumber),
    );
    const { repositories } = await aws<{ repositories: { repositoryName: string }[] }>(
      'codecommit',
      'list-repositories',
    );
    expect(repositories.map(({ repositoryName }) => repositoryName)).to.deep.equal(['a', 'b', 'c']);
    expect(await aws('codecommit', 'get-repository', '--repository-name', 'b')).to.have.nested.property(
      'repositoryMetadata.cloneUrlHttp',
      'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/b',
    );
    expect(await errorOf('codecommit', 'get-repository', '--repository-name', 'z')).to.contain(
      '(RepositoryDoesNotExistException)',
    );
  });

  it('signs for Git with its own credential helper, long-term and temporary', async () => {
    const { url } = account.repository('cloned', { region: 'eu-west-1', files: { 'README.md': 'by the AWS CLI\n' } });
    const { Credentials } = await aws<{ Credentials: CliCredentials }>(
      'sts',
      'assume-role',
      '--role-arn',
      account.role('cloner').arn,
      '--role-session-name',
      'ana',
    );
    await home.addProfile('session', {
      accessKeyId: Credentials.AccessKeyId,
      secretAccessKey: Credentials.SecretAccessKey,
      sessionToken: Credentials.SessionToken,
    });
    for (const profile of ['ana', 'session']) {
      const helper = [
        '-c',
        `credential.helper=!aws codecommit credential-helper --profile ${profile} $@`,
        '-c',
        'credential.UseHttpPath=true',
      ];
      expect(await home.run('git', [...helper, 'clone', '-q', url, profile])).to.deep.include({ code: 0 });
      expect(await readFile(home.file(profile, 'README.md'), 'utf8')).to.equal('by the AWS CLI\n');
    }
    expect(sandbox.log.of('GitPull').at(-1)).to.include({
      caller: 'arn:aws:sts::111122223333:assumed-role/cloner/ana',
    });
  });
});
