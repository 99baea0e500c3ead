import { createHash } from 'node:crypto';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
  STSClient,
  type AssumeRoleCommandInput,
} from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { trustStatements } from '../../src/aws/refusals/explain.js';
import { Clients, type Keys } from './clients.js';
import { httpGet } from './http-get.js';
import { refused } from './refusal.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { Account } from './aws/account.js';
import type { Statement } from './aws/policy.js';
import type { User } from './aws/user.js';

describe("the sandbox's STS", () => {
  let sandbox: Sandbox;
  let clients: Clients;
  let home: Account;
  let ana: User;
  before(async () => {
    sandbox = await startSandbox();
    clients = new Clients(sandbox);
    home = sandbox.aws.account('111122223333');
    ana = home.user('ana', { mfa: ['totp', 'fido'] });
  });
  after(() => sandbox.stop());

  const assume = async (
    keys: Keys,
    input: Partial<AssumeRoleCommandInput>,
  ): Promise<Keys & { arn: string | undefined; expiration: Date }> => {
    const { Credentials, AssumedRoleUser } = await clients
      .sts(keys)
      .send(new AssumeRoleCommand({ RoleArn: 'x', RoleSessionName: 'ana', ...input }));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '', Expiration = new Date(0) } = Credentials ?? {};
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      arn: AssumedRoleUser?.Arn,
      expiration: Expiration,
    };
  };
  const identity = async (keys: Keys): Promise<string | undefined> =>
    (await clients.sts(keys).send(new GetCallerIdentityCommand({}))).Arn;

  describe('for any caller', () => {
    it('says who the caller is', async () => {
      expect(await clients.sts(ana.key).send(new GetCallerIdentityCommand({}))).to.include({
        Account: '111122223333',
        Arn: 'arn:aws:iam::111122223333:user/ana',
        UserId: ana.id,
      });
    });

    it('answers with a request id', async () => {
      const { $metadata } = await clients.sts(ana.key).send(new GetCallerIdentityCommand({}));
      expect($metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
    });

    it('refuses a wrong secret, an unknown key, a deactivated key, and a key without its token', async () => {
      const retired = home.user('retired').key;
      retired.active = false;
      const session = await assume(ana.key, { RoleArn: home.role('tokenless').arn });
      expect(await refused(identity({ ...ana.key, secretAccessKey: 'wrong' }))).to.include({
        code: 'SignatureDoesNotMatch',
        status: 403,
      });
      expect(await refused(identity({ ...ana.key, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }))).to.include({
        code: 'InvalidClientTokenId',
        status: 403,
      });
      expect(await refused(identity(retired))).to.include({ code: 'InvalidClientTokenId' });
      expect(
        await refused(identity({ accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey })),
      ).to.include({ code: 'InvalidClientTokenId' });
    });

    it('refuses keys of another partition', async () => {
      const key = sandbox.aws.account('555566667777', { partition: 'aws-cn' }).user('li').key;
      expect(await refused(identity(key))).to.include({ code: 'InvalidClientTokenId' });
      expect((await clients.sts(key, 'cn-north-1').send(new GetCallerIdentityCommand({}))).Arn).to.equal(
        'arn:aws-cn:iam::555566667777:user/li',
      );
    });

    it('says by how much a clock is wrong', async () => {
      const client = clients.sts(ana.key);
      client.config.systemClockOffset = -20 * 60_000;
      const past = await refused(client.send(new GetCallerIdentityCommand({})));
      expect(past.code).to.equal('SignatureDoesNotMatch');
      expect(past.message).to.match(
        /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 15 min\.\)$/,
      );
      const ahead = clients.sts(ana.key);
      ahead.config.systemClockOffset = 20 * 60_000;
      expect((await refused(ahead.send(new GetCallerIdentityCommand({})))).message).to.match(
        /^Signature not yet current: .* \+ 15 min\.\)$/,
      );
    });

    it('wants a signature for its own region and service, and any signature at all', async () => {
      const stray = new STSClient({
        ...clients.settings(ana.key, 'us-east-1'),
        endpoint: 'https://sts.eu-west-1.amazonaws.com',
      });
      expect(await refused(stray.send(new GetCallerIdentityCommand({})))).to.deep.equal({
        code: 'SignatureDoesNotMatch',
        status: 403,
        message: "Credential should be scoped to a valid region, not 'us-east-1'.",
      });
      const { status, body, headers } = await httpGet(
        sandbox,
        'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15',
      );
      expect(status).to.equal(403);
      expect(body).to.match(
        new RegExp(
          `^<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\\n  <Error>\\n    ` +
            `<Type>Sender</Type>\\n    <Code>MissingAuthenticationToken</Code>\\n    <Message>Request is ` +
            `missing Authentication Token</Message>\\n  </Error>\\n  ` +
            `<RequestId>${String(headers['x-amzn-requestid'])}</RequestId>\\n</ErrorResponse>\\n$`,
        ),
      );
    });

    it('says that STS is switched off in a region', async () => {
      home.disableSts('eu-south-1');
      expect(await refused(clients.sts(ana.key, 'eu-south-1').send(new GetCallerIdentityCommand({})))).to.deep.equal({
        code: 'RegionDisabledException',
        status: 403,
        message:
          'STS is not activated in this region for account:111122223333. Your account administrator can ' +
          'activate STS in this region using the IAM Console.',
      });
    });
  });

  describe('AssumeRole', () => {
    it('gives a session of the role, across accounts, for an hour', async () => {
      const role = sandbox.aws.account('444455556666').role('dev', { trust: { principals: ['111122223333'] } });
      const session = await assume(ana.key, { RoleArn: role.arn });
      expect(session.arn).to.equal('arn:aws:sts::444455556666:assumed-role/dev/ana');
      expect(await identity(session)).to.equal(session.arn);
      expect(session.expiration.getTime() - Date.now()).to.be.within(3_590_000, 3_601_000);
      expect(sandbox.log.of('AssumeRole').at(-1)).to.deep.include({
        service: 'sts',
        caller: ana.arn,
        status: 200,
        parameters: { RoleArn: role.arn, RoleSessionName: 'ana' },
      });
    });

    it("refuses in one sentence what the trust policy or the caller's own policies do not allow", async () => {
      const strict = home.role('strict', { trust: { principals: [home.user('bob').arn] } });
      const sentence = `User: ${ana.arn} is not authorized to perform: sts:AssumeRole on resource: ${strict.arn}`;
      expect(await refused(assume(ana.key, { RoleArn: strict.arn }))).to.deep.equal({
        code: 'AccessDenied',
        status: 403,
        message: sentence,
      });
      expect(await refused(assume(ana.key, { RoleArn: 'arn:aws:iam::111122223333:role/none' }))).to.include({
        code: 'AccessDenied',
      });
      const powerless = home.user('powerless', { policies: [] });
      expect(await refused(assume(powerless.key, { RoleArn: home.role('open').arn }))).to.include({
        code: 'AccessDenied',
      });
      expect(
        await assume(powerless.key, { RoleArn: home.role('named', { trust: { principals: [powerless.arn] } }).arn }),
      ).to.have.property('arn');
    });

    it('wants the external id, the session name, the source identity and the tags that the trust policy speaks of', async () => {
      const guarded = home.role('guarded', {
        trust: { externalId: 'mango', sessionName: 'ana*', sourceIdentity: 'required' },
      });
      const right = { RoleArn: guarded.arn, ExternalId: 'mango', SourceIdentity: 'ana' };
      expect(await assume(ana.key, right)).to.have.property('arn');
      expect(await refused(assume(ana.key, { ...right, ExternalId: 'kiwi' }))).to.include({ code: 'AccessDenied' });
      expect(await refused(assume(ana.key, { ...right, RoleSessionName: 'bob' }))).to.include({ code: 'AccessDenied' });
      expect(await refused(assume(ana.key, { RoleArn: guarded.arn, ExternalId: 'mango' }))).to.include({
        code: 'AccessDenied',
      });
      expect((await refused(assume(ana.key, { ...right, Tags: [{ Key: 'team', Value: 'blue' }] }))).message).to.contain(
        'sts:TagSession',
      );
      expect(
        (await refused(assume(ana.key, { RoleArn: home.role('plain').arn, SourceIdentity: 'ana' }))).message,
      ).to.contain('sts:SetSourceIdentity');
    });

    it('asks each action of a call by the condition keys that it knows', async () => {
      const statement = (...actions: readonly string[]): Statement => ({
        Effect: 'Allow',
        Principal: { AWS: home.arn('iam', 'root') },
        Action: actions,
        Condition: { StringEquals: { 'sts:ExternalId': 'mango' } },
      });
      const trustOf = (name: string, ...statements: readonly Statement[]): string =>
        home.role(name, { trust: { Version: '2012-10-17', Statement: statements } }).arn;
      const call = { ExternalId: 'mango', SourceIdentity: 'ana', Tags: [{ Key: 'team', Value: 'blue' }] };
      const passed = ['sts:TagSession', 'sts:SetSourceIdentity'];
      const together = trustOf('together', statement('sts:AssumeRole', ...passed));
      expect((await refused(assume(ana.key, { ...call, RoleArn: together }))).message).to.contain('sts:TagSession');
      const apart = trustOf('apart', statement('sts:AssumeRole'), { ...statement(...passed), Condition: {} });
      expect(await assume(ana.key, { ...call, RoleArn: apart })).to.have.property('arn');
      const asked = trustStatements('AssumeRole', {
        callerArn: ana.arn,
        externalId: 'mango',
        sourceIdentity: 'ana',
        tags: [{ key: 'team', value: 'blue' }],
      });
      const mended = trustOf('mended', ...(asked as unknown as readonly Statement[]));
      expect(await assume(ana.key, { ...call, RoleArn: mended })).to.have.property('arn');
    });

    it("holds to the role's longest session, and to one hour along a chain of roles", async () => {
      const long = home.role('long', { maxSessionDuration: 7200 });
      const session = await assume(ana.key, { RoleArn: long.arn, DurationSeconds: 7200 });
      expect(await refused(assume(ana.key, { RoleArn: long.arn, DurationSeconds: 7201 }))).to.deep.equal({
        code: 'ValidationError',
        status: 400,
        message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      });
      const next = home.role('next', { maxSessionDuration: 43_200, trust: { principals: [long.arn] } });
      expect(await refused(assume(session, { RoleArn: next.arn, DurationSeconds: 3601 }))).to.deep.equal({
        code: 'ValidationError',
        status: 400,
        message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      });
      expect(await assume(session, { RoleArn: next.arn })).to.have.property(
        'arn',
        'arn:aws:sts::111122223333:assumed-role/next/ana',
      );
    });

    it("names every parameter that is out of bounds, in AWS's form", async () => {
      expect(
        await refused(assume(ana.key, { RoleArn: home.role('any').arn, RoleSessionName: 'a b', DurationSeconds: 60 })),
      ).to.deep.equal({
        code: 'ValidationError',
        status: 400,
        message:
          "2 validation errors detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: " +
          'Member must satisfy regular expression pattern: [\\w+=,.@-]*; ' +
          "Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than " +
          'or equal to 900',
      });
    });

    it('refuses a session policy that is none, that does not exist, or that packs too big', async () => {
      const role = home.role('narrowed');
      const words = Array.from({ length: 42 }, (_, index) =>
        createHash('sha256').update(String(index)).digest('base64url'),
      );
      const packed = JSON.stringify({
        Version: '2012-10-17',
        Statement: { Effect: 'Allow', Action: 'codecommit:GitPull', Resource: words },
      });
      const none = 'arn:aws:iam::aws:policy/NoSuchPolicy';
      expect(await refused(assume(ana.key, { RoleArn: role.arn, Policy: '{' }))).to.deep.equal({
        code: 'MalformedPolicyDocument',
        status: 400,
        message: 'This policy contains invalid Json',
      });
      expect(await refused(assume(ana.key, { RoleArn: role.arn, PolicyArns: [{ arn: none }] }))).to.include({
        code: 'MalformedPolicyDocument',
      });
      expect(await refused(assume(ana.key, { RoleArn: role.arn, Policy: packed }))).to.include({
        code: 'PackedPolicyTooLarge',
        status: 400,
      });
      expect((await refused(assume(ana.key, { RoleArn: role.arn, Policy: packed.padEnd(2049) }))).message).to.contain(
        "at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048",
      );
    });
  });

  describe('multi-factor authentication', () => {
    it('takes each code once, and names what is wrong', async () => {
      const role = home.role('guarded-by-mfa', { trust: { mfa: true } });
      const device = ana.device;
      const code = device.code();
      expect(await refused(assume(ana.key, { RoleArn: role.arn }))).to.include({ code: 'AccessDenied' });
      expect(
        await assume(ana.key, { RoleArn: role.arn, SerialNumber: device.serialNumber, TokenCode: code }),
      ).to.have.property('arn');
      const invalid = {
        code: 'AccessDenied',
        status: 403,
        message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      };
      expect(
        await refused(assume(ana.key, { RoleArn: role.arn, SerialNumber: device.serialNumber, TokenCode: code })),
      ).to.deep.equal(invalid);
      expect(
        await refused(
          assume(ana.key, { RoleArn: role.arn, SerialNumber: device.serialNumber, TokenCode: device.wrongCode() }),
        ),
      ).to.deep.equal(invalid);
      expect(sandbox.log.of('AssumeRole').at(-1)?.parameters).to.include({ TokenCode: '[secret]' });
    });

    it("cannot use a security key, nor somebody else's device", async () => {
      const fido = ana.devices[1]?.serialNumber ?? '';
      expect(fido).to.match(/^arn:aws:iam::111122223333:u2f\/user\/ana\//);
      for (const SerialNumber of [fido, home.user('carol', { mfa: 'totp' }).device.serialNumber]) {
        const { message } = await refused(
          clients.sts(ana.key).send(new GetSessionTokenCommand({ SerialNumber, TokenCode: '123456' })),
        );
        expect(message).to.contain('unable to validate MFA code');
      }
    });
  });

  describe('GetSessionToken and GetFederationToken', () => {
    it('give twelve hours to long-term keys', async () => {
      const { Credentials } = await clients.sts(ana.key).send(new GetSessionTokenCommand({}));
      expect((Credentials?.Expiration?.getTime() ?? 0) - Date.now()).to.be.within(43_190_000, 43_201_000);
      const federated = await clients.sts(ana.key).send(new GetFederationTokenCommand({ Name: 'ana-laptop' }));
      expect(federated.FederatedUser).to.deep.equal({
        FederatedUserId: '111122223333:ana-laptop',
        Arn: 'arn:aws:sts::111122223333:federated-user/ana-laptop',
      });
    });

    it('refuse session credentials', async () => {
      const session = await assume(ana.key, { RoleArn: home.role('sessioned').arn });
      expect(await refused(clients.sts(session).send(new GetSessionTokenCommand({})))).to.include({
        code: 'AccessDenied',
        message: 'Cannot call GetSessionToken with session credentials',
      });
      expect(await refused(clients.sts(session).send(new GetFederationTokenCommand({ Name: 'ana' })))).to.include({
        message: 'Cannot call GetFederationToken with session credentials',
      });
    });

    it('give root an hour at most, and no role', async () => {
      const { key } = home.root();
      const { Credentials } = await clients.sts(key).send(new GetSessionTokenCommand({ DurationSeconds: 43_200 }));
      expect((Credentials?.Expiration?.getTime() ?? 0) - Date.now()).to.be.below(3_601_000);
      expect(await refused(assume(key, { RoleArn: home.role('not-for-root').arn }))).to.include({
        message: 'Roles may not be assumed by root accounts.',
      });
    });

    it('carry the MFA that they were made with to the roles that want it', async () => {
      const dora = home.user('dora', { mfa: 'totp' });
      const role = home.role('wants-mfa', { trust: { mfa: true } });
      const { Credentials } = await clients
        .sts(dora.key)
        .send(new GetSessionTokenCommand({ SerialNumber: dora.device.serialNumber, TokenCode: dora.device.code() }));
      const keys = {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      };
      expect(await assume(keys, { RoleArn: role.arn })).to.have.property('arn');
      expect(await identity(keys)).to.equal(dora.arn);
    });
  });

  it('refuses a session that has ended, and one that it no longer knows', async () => {
    const session = await assume(ana.key, { RoleArn: home.role('short').arn });
    sandbox.aws.lastSession.expire();
    expect(await refused(identity(session))).to.deep.equal({
      code: 'ExpiredToken',
      status: 403,
      message: 'The security token included in the request is expired',
    });
    sandbox.aws.lastSession.invalidate();
    expect(await refused(identity(session))).to.include({ code: 'InvalidClientTokenId' });
  });
});
