import { GetRoleCommand, ListMFADevicesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { Clients, sessionKeys } from './clients.js';
import { refused } from './refusal.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { Account } from './aws/account.js';

describe("the sandbox's IAM", () => {
  let sandbox: Sandbox;
  let clients: Clients;
  let account: Account;
  before(async () => {
    sandbox = await startSandbox();
    clients = new Clients(sandbox);
    account = sandbox.aws.account('111122223333');
  });
  after(() => sandbox.stop());

  it("lists the caller's own MFA devices, of every kind", async () => {
    const { key } = account.user('ana', { mfa: ['totp', 'hardware', 'fido'] });
    const { MFADevices, IsTruncated } = await clients.iam(key).send(new ListMFADevicesCommand({}));
    expect(IsTruncated).to.equal(false);
    expect(MFADevices?.map(({ SerialNumber }) => SerialNumber)).to.deep.equal([
      'arn:aws:iam::111122223333:mfa/ana',
      'GAHT12345679',
      'arn:aws:iam::111122223333:u2f/user/ana/yubikey3-3WZTKEXAMPLEZ5UVUJXXQJ3A4',
    ]);
  });

  it('gives long lists in pages', async () => {
    const { key } = account.user('paged', { mfa: ['totp', 'totp', 'totp'] });
    const first = await clients.iam(key).send(new ListMFADevicesCommand({ MaxItems: 2 }));
    expect(first).to.deep.include({ IsTruncated: true, Marker: '2' });
    const second = await clients.iam(key).send(new ListMFADevicesCommand({ MaxItems: 2, Marker: first.Marker }));
    expect(second.MFADevices?.map(({ SerialNumber }) => SerialNumber)).to.deep.equal([
      'arn:aws:iam::111122223333:mfa/paged3',
    ]);
  });

  it('refuses who may not', async () => {
    const { key, arn } = account.user('powerless', { policies: [] });
    expect(await refused(clients.iam(key).send(new ListMFADevicesCommand({})))).to.deep.equal({
      code: 'AccessDenied',
      status: 403,
      message:
        `User: ${arn} is not authorized to perform: iam:ListMFADevices on resource: ${arn} because no ` +
        'identity-based policy allows the iam:ListMFADevices action',
    });
  });

  it("says how long a role's sessions may be", async () => {
    const { key } = account.user('curious');
    account.role('long', { maxSessionDuration: 7200 });
    const { Role } = await clients.iam(key).send(new GetRoleCommand({ RoleName: 'long' }));
    expect(Role).to.include({ RoleName: 'long', MaxSessionDuration: 7200, Arn: 'arn:aws:iam::111122223333:role/long' });
    expect(await refused(clients.iam(key).send(new GetRoleCommand({ RoleName: 'none' })))).to.include({
      code: 'NoSuchEntity',
      status: 404,
    });
  });

  it('takes no session that was made without MFA, nor a federated user, but one made with MFA', async () => {
    const user = account.user('eve', { mfa: 'totp' });
    const devices = new ListMFADevicesCommand({});
    const plain = sessionKeys(await clients.sts(user.key).send(new GetSessionTokenCommand({})));
    expect(await refused(clients.iam(plain).send(devices))).to.include({ code: 'InvalidClientTokenId' });
    const federated = sessionKeys(await clients.sts(user.key).send(new GetFederationTokenCommand({ Name: 'eve' })));
    expect(await refused(clients.iam(federated).send(devices))).to.include({ status: 403 });
    const proved = sessionKeys(
      await clients
        .sts(user.key)
        .send(new GetSessionTokenCommand({ SerialNumber: user.device.serialNumber, TokenCode: user.device.code() })),
    );
    expect((await clients.iam(proved).send(devices)).MFADevices).to.have.length(1);
  });

  it("wants a user name from a role's session", async () => {
    const { key } = account.user('fay');
    const session = sessionKeys(
      await clients.sts(key).send(
        new AssumeRoleCommand({
          RoleArn: account.role('any', { policies: ['AdministratorAccess'] }).arn,
          RoleSessionName: 'fay',
        }),
      ),
    );
    expect(await refused(clients.iam(session).send(new ListMFADevicesCommand({})))).to.include({
      code: 'ValidationError',
      message: 'Must specify userName when calling with non-User credentials',
    });
    expect((await clients.iam(session).send(new ListMFADevicesCommand({ UserName: 'fay' }))).MFADevices).to.deep.equal(
      [],
    );
  });
});
