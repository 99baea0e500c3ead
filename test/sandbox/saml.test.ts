import {
  AssumeRoleWithSAMLCommand,
  GetCallerIdentityCommand,
  type AssumeRoleWithSAMLCommandInput,
  type AssumeRoleWithSAMLCommandOutput,
} from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { Clients, sessionKeys } from './clients.js';
import { httpGet } from './http-get.js';
import { refused } from './refusal.js';
import type { IdentityProvider, ResponseOptions } from './saml/identity-provider.js';
import { startSandbox, type Sandbox } from './sandbox.js';
import type { Account } from './aws/account.js';
import type { Role } from './aws/role.js';
import type { SamlProvider } from './aws/saml-provider.js';

const minute = 60_000;

describe("the sandbox's AssumeRoleWithSAML", () => {
  let sandbox: Sandbox;
  let clients: Clients;
  let account: Account;
  let idp: IdentityProvider;
  let provider: SamlProvider;
  let role: Role;
  before(async () => {
    sandbox = await startSandbox();
    clients = new Clients(sandbox);
    account = sandbox.aws.account('111122223333');
    idp = await sandbox.aws.identityProvider();
    provider = account.samlProvider('Corp', idp.metadata);
    role = account.role('Developer', { trust: provider.trust(), maxSessionDuration: 7200 });
  });
  after(() => sandbox.stop());

  const pair = (): string => `${role.arn},${provider.arn}`;
  const assume = async (
    options: ResponseOptions = {},
    input: Partial<AssumeRoleWithSAMLCommandInput> = {},
  ): Promise<AssumeRoleWithSAMLCommandOutput> => {
    // Unsigned: whatever keys the client has are not looked at.
    const sts = clients.sts({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' });
    return await sts.send(
      new AssumeRoleWithSAMLCommand({
        RoleArn: role.arn,
        PrincipalArn: provider.arn,
        SAMLAssertion: await idp.response({ roles: [pair()], ...options }),
        ...input,
      }),
    );
  };
  const refusal = (options: ResponseOptions, input?: Partial<AssumeRoleWithSAMLCommandInput>) =>
    refused(assume(options, input));

  it('gives a session to whom the provider vouches for', async () => {
    const answer = await assume({ nameId: 'ana' });
    expect(answer).to.include({
      Subject: 'ana',
      SubjectType: 'persistent',
      Issuer: idp.entityId,
      Audience: 'https://signin.aws.amazon.com/saml',
    });
    expect(answer.AssumedRoleUser?.Arn).to.equal('arn:aws:sts::111122223333:assumed-role/Developer/ana@example.com');
    const identity = await clients.sts(sessionKeys(answer)).send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).to.equal('arn:aws:sts::111122223333:assumed-role/Developer/ana@example.com');
  });

  for (const sign of ['response', 'both'] as const) {
    it(`takes a signature on ${sign === 'both' ? 'both' : 'the response'}`, async () => {
      expect((await assume({ sign })).Credentials).to.have.property('AccessKeyId');
    });
  }

  it('takes the pair in either order', async () => {
    expect((await assume({ roles: [`${provider.arn}, ${role.arn}`] })).Credentials).to.have.property('AccessKeyId');
  });

  it('takes an encrypted assertion of a provider that may encrypt', async () => {
    const encryptFor = await provider.allowEncryption();
    expect((await assume({ encryptFor })).Credentials).to.have.property('AccessKeyId');
    expect((await assume({ encryptFor, sign: 'response' })).Credentials).to.have.property('AccessKeyId');
  });

  it("takes no signature that is not the provider's, and none that does not hold", async () => {
    const stranger = await sandbox.aws.identityProvider('stranger');
    const forged = await stranger.response({ roles: [pair()], issuer: idp.entityId });
    const tampered = Buffer.from(
      (await idp.responseXml({ roles: [pair()] })).replace('ana@example.com', 'eve@example.com'),
    ).toString('base64');
    for (const SAMLAssertion of [forged, tampered, await idp.response({ roles: [pair()], sign: 'none' })]) {
      const { code, message, status } = await refusal({}, { SAMLAssertion });
      expect({ code, status }).to.deep.equal({ code: 'InvalidIdentityToken', status: 400 });
      expect(message).to.match(/^Response signature invalid \(Service: AWSOpenIdDiscoveryService/);
    }
  });

  it('reads nothing that the signature does not cover', async () => {
    const other = account.role('Admin', { trust: provider.trust() });
    const signed = await idp.responseXml({ roles: [pair()] });
    const twin =
      /<saml:Assertion .*<\/saml:Assertion>/s.exec(
        await idp.responseXml({ roles: [`${other.arn},${provider.arn}`], sign: 'none' }),
      )?.[0] ?? '';
    const wrapped = signed.replace('</samlp:Status>', `</samlp:Status>${twin}`);
    expect(
      (await refusal({}, { RoleArn: other.arn, SAMLAssertion: Buffer.from(wrapped).toString('base64') })).code,
    ).to.be.oneOf(['InvalidIdentityToken', 'AccessDenied']);
  });

  it("says what is wrong in AWS's words", async () => {
    expect(await refusal({}, { SAMLAssertion: 'AAAA' })).to.include({ code: 'InvalidIdentityToken' });
    expect((await refusal({}, { SAMLAssertion: 'AAAA' })).message).to.match(/^Invalid base64 SAMLResponse/);
    expect((await refusal({ issuer: 'https://other.example' })).message).to.match(
      /^Issuer not present in specified provider/,
    );
    expect((await refusal({}, { PrincipalArn: 'arn:aws:iam::111122223333:saml-provider/None' })).message).to.match(
      /^Specified provider doesn't exist/,
    );
    expect((await refusal({ audience: 'https://github.com' })).message).to.match(/required audience/);
    expect((await refusal({ recipient: 'https://github.com' })).code).to.equal('InvalidIdentityToken');
    expect(await refusal({ sessionName: null })).to.include({
      code: 'InvalidIdentityToken',
      message: 'RoleSessionName is required in AuthnResponse',
    });
    expect((await refusal({ sessionName: 'Ana Müller' })).message).to.equal(
      'RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}',
    );
  });

  it('says of every role that cannot be had the same', async () => {
    const distrustful = account.role('Distrustful');
    for (const [options, input] of [
      [{}, { RoleArn: 'arn:aws:iam::111122223333:role/None' }],
      [{ roles: [`${distrustful.arn},${provider.arn}`] }, { RoleArn: distrustful.arn }],
      [{ roles: [] }, {}],
      [{ nameId: null, recipient: null, destination: null }, {}],
    ] as const) {
      expect((await refusal(options, input)).code).to.be.oneOf(['AccessDenied', 'InvalidIdentityToken']);
    }
    expect(await refusal({ roles: [] })).to.deep.equal({
      code: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithSAML',
      status: 403,
    });
  });

  it("holds the trust policy's condition on the audience", async () => {
    idp.endpoint = 'https://eu-west-1.signin.aws.amazon.com/saml';
    expect((await refusal({})).code).to.equal('AccessDenied');
    idp.endpoint = 'https://signin.aws.amazon.com/saml';
  });

  it('takes a response for five minutes', async () => {
    const response = await idp.response({
      roles: [pair()],
      notOnOrAfter: new Date(sandbox.clock.now().getTime() + 60 * minute),
    });
    sandbox.clock.advance(4 * minute);
    expect((await assume({}, { SAMLAssertion: response })).Credentials).to.have.property('AccessKeyId');
    sandbox.clock.advance(1.1 * minute);
    expect(await refusal({}, { SAMLAssertion: response })).to.deep.equal({
      code: 'ExpiredTokenException',
      message: 'Token must be redeemed within 5 minutes of issuance',
      status: 400,
    });
    sandbox.clock.setOffset(0);
  });

  it('gives no longer session than the role allows, and a shorter one where the provider says so', async () => {
    expect((await refusal({}, { DurationSeconds: 7201 })).message).to.equal(
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
    const seconds = ({ Credentials }: AssumeRoleWithSAMLCommandOutput): number =>
      Math.round(((Credentials?.Expiration?.getTime() ?? 0) - sandbox.clock.now().getTime()) / 1000);
    expect(seconds(await assume({}, { DurationSeconds: 7200 }))).to.be.within(7150, 7200);
    expect(seconds(await assume({ sessionDuration: '1800' }, { DurationSeconds: 7200 }))).to.be.within(1750, 1800);
    expect(
      seconds(
        await assume(
          { sessionNotOnOrAfter: new Date(sandbox.clock.now().getTime() + 20 * minute) },
          { DurationSeconds: 7200 },
        ),
      ),
    ).to.be.within(1150, 1200);
  });

  it('keeps the response out of the log', async () => {
    sandbox.log.clear();
    await assume();
    expect(sandbox.log.of('AssumeRoleWithSAML')[0]?.parameters).to.include({
      SAMLAssertion: '[secret]',
      RoleArn: role.arn,
    });
  });

  it("serves the provider's metadata and its sign-in page", async () => {
    expect((await httpGet(sandbox, `https://${idp.host}/metadata`)).body).to.equal(idp.metadata);
    expect((await httpGet(sandbox, idp.signInUrl)).body).to.include('<form method="post" action="/sign-in">');
    expect((await httpGet(sandbox, 'https://nobody.idp.example/')).status).to.equal(404);
  });
});
