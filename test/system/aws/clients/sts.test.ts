import { expect } from 'chai';
import { isProblem, Refusal } from '../../../../src/core/problem.js';
import type { Sts } from '../../../../src/core/ports/aws/aws.js';
import { Secret } from '../../../../src/core/secret.js';
import { awsSeeing, longTermKeys, rejection } from '../../../helpers/aws-client.js';
import {
  callerIdentity,
  fakeService,
  stsCredentials,
  stsError,
  type Answer,
  type FakeService,
} from '../../../helpers/fake-service.js';

const roleArn = 'arn:aws:iam::111122223333:role/Developer';

describe('the STS client', () => {
  let service: FakeService;
  afterEach(() => service.close());

  const stsAnswering = async (...answers: readonly Answer[]): Promise<Sts> => {
    service = await fakeService((_request, index) => answers[Math.min(index, answers.length - 1)] ?? {});
    return awsSeeing({ AWS_ENDPOINT_URL: service.url }).sts({ region: 'eu-west-1', credentials: longTermKeys });
  };
  const sent = (): Record<string, string> => Object.fromEntries(new URLSearchParams(service.seen[0]?.body));

  it('assumes a role with every field it was given, signed for the region, and gives the secrets as secrets', async () => {
    const sts = await stsAnswering(stsCredentials('AssumeRole'));
    const session = await sts.assumeRole({
      roleArn,
      sessionName: 'ana',
      durationSeconds: 900,
      externalId: 'x:1',
      serialNumber: 'arn:aws:iam::111122223333:mfa/ana',
      tokenCode: '123456',
      sourceIdentity: 'ana',
      policy: '{}',
      policyArns: ['arn:aws:iam::aws:policy/A'],
      tags: [{ key: 'team', value: 'blue' }],
    });
    expect(sent()).to.include({
      Action: 'AssumeRole',
      RoleArn: roleArn,
      RoleSessionName: 'ana',
      DurationSeconds: '900',
      ExternalId: 'x:1',
      TokenCode: '123456',
      SerialNumber: 'arn:aws:iam::111122223333:mfa/ana',
      SourceIdentity: 'ana',
      Policy: '{}',
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/A',
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'blue',
    });
    expect(service.seen[0]?.headers.authorization).to.match(
      /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-west-1\/sts\/aws4_request/,
    );
    expect(service.seen[0]?.headers['user-agent']).to.contain('git-codecommit/1.2.3');
    expect(session.secretAccessKey.reveal()).to.equal('secret/of+AssumeRole');
    expect(session.expiration).to.deep.equal(new Date('2026-11-23T13:00:00Z'));
    expect(JSON.stringify(session)).to.not.contain('secret/of');
  });

  it('sends SAML and web identity calls unsigned, without looking for credentials', async () => {
    service = await fakeService((_request, index) =>
      stsCredentials(index === 0 ? 'AssumeRoleWithSAML' : 'AssumeRoleWithWebIdentity'),
    );
    const sts = await awsSeeing({
      AWS_ENDPOINT_URL: service.url,
      AWS_ACCESS_KEY_ID: 'AKIAX',
      AWS_SECRET_ACCESS_KEY: 'y',
    }).sts({ region: 'eu-west-1' });
    await sts.assumeRoleWithSaml({
      roleArn,
      principalArn: 'arn:aws:iam::111122223333:saml-provider/idp',
      assertion: new Secret('PHNhbWw+'),
    });
    await sts.assumeRoleWithWebIdentity({
      roleArn,
      sessionName: 'ana',
      token: new Secret('Atza|x'),
      providerId: 'www.amazon.com',
    });
    expect(service.seen.map((request) => request.headers.authorization)).to.deep.equal([undefined, undefined]);
    expect(service.seen[0]?.body).to.contain('SAMLAssertion=PHNhbWw%2B');
    expect(service.seen[1]?.body).to.contain('ProviderId=www.amazon.com').and.contain('WebIdentityToken=Atza%7Cx');
  });

  it('says who we are', async () => {
    const sts = await stsAnswering(callerIdentity());
    expect(await sts.getCallerIdentity()).to.deep.equal({
      account: '111122223333',
      arn: 'arn:aws:iam::111122223333:user/ana',
      userId: 'AIDAEXAMPLE',
    });
  });

  for (const [code, status] of [
    ['AccessDenied', 403],
    ['ValidationError', 400],
    ['ExpiredTokenException', 400],
    ['ExpiredToken', 403],
    ['InvalidIdentityToken', 400],
    ['IDPRejectedClaim', 403],
    ['MalformedPolicyDocument', 400],
    ['PackedPolicyTooLarge', 400],
    ['InvalidClientTokenId', 403],
    ['SignatureDoesNotMatch', 403],
    ['AuthSamlInvalidSamlResponseException', 400],
  ] as const) {
    it(`keeps AWS's own code, ${code}, with status, request id and AWS's time`, async () => {
      const sts = await stsAnswering({
        ...stsError(code, 'Because \u001b[31mI say so', status),
        headers: { 'x-amzn-requestid': 'id-1', date: 'Mon, 23 Nov 2026 10:00:00 GMT' },
      });
      const error = await rejection(sts.assumeRole({ roleArn, sessionName: 'ana' }));
      expect(error).to.be.instanceOf(Refusal);
      expect((error as Refusal).facts).to.deep.equal({
        operation: 'AssumeRole',
        code,
        status,
        requestId: 'id-1',
        date: new Date('2026-11-23T10:00:00Z'),
      });
      expect((error as Refusal).message)
        .to.contain('I say so')
        .and.not.contain('\u001b');
      expect(service.seen).to.have.length(1);
    });
  }

  it('tries again when AWS is busy', async () => {
    const sts = await stsAnswering(stsError('ServiceUnavailable', 'busy', 503), callerIdentity());
    expect((await sts.getCallerIdentity()).account).to.equal('111122223333');
    expect(service.seen).to.have.length(2);
  });

  it('never sends a one-time code twice', async () => {
    const sts = await stsAnswering(stsError('ServiceUnavailable', 'busy', 503));
    await rejection(sts.getSessionToken({ serialNumber: 'GAHT12345678', tokenCode: '123456' }));
    expect(service.seen).to.have.length(1);
  });

  for (const [what, answer] of [
    [
      'a sign-in page with status 200',
      { body: '<html><body>Please sign in</body></html>', headers: { 'content-type': 'text/html' } },
    ],
    ['garbage', { body: 'garbage' }],
    ['nothing', {}],
    ["a filter's 403 page", { status: 403, body: '<html>blocked</html>', headers: { 'content-type': 'text/html' } }],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1/portal' } }],
  ] as const) {
    it(`says that somebody else answered: ${what}`, async () => {
      const sts = await stsAnswering(answer);
      const error = await rejection(sts.assumeRole({ roleArn, sessionName: 'ana' }));
      expect(isProblem(error, 'network'), String(error)).to.equal(true);
      expect((error as Error).message).to.match(/What answered/);
    });
  }

  it('does not let the SDK hide a wrong clock: the signature carries our own time', async () => {
    const sts = await stsAnswering({
      ...stsError('SignatureDoesNotMatch', 'Signature not yet current', 403),
      headers: { date: 'Mon, 23 Nov 2020 10:00:00 GMT' },
    });
    await rejection(sts.getCallerIdentity());
    await rejection(sts.getCallerIdentity());
    const year = String(new Date().getUTCFullYear());
    expect(service.seen.map((request) => String(request.headers['x-amz-date']).slice(0, 4))).to.deep.equal([
      year,
      year,
    ]);
  });

  it('knows how far the clocks are apart', async () => {
    service = await fakeService(() => ({ ...callerIdentity(), headers: { date: 'Mon, 23 Nov 2026 10:00:00 GMT' } }));
    const aws = awsSeeing({ AWS_ENDPOINT_URL: service.url }, '/nowhere', {
      now: () => new Date('2026-11-23T10:07:00Z'),
    });
    expect(aws.serverDate()).to.equal(undefined);
    await (await aws.sts({ region: 'eu-west-1', credentials: longTermKeys })).getCallerIdentity();
    expect(aws.serverDate()).to.deep.equal(new Date('2026-11-23T10:00:00Z'));
    expect(aws.clockOffset()).to.equal(-7 * 60_000);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    service = await fakeService(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    const sts = await awsSeeing({ AWS_ENDPOINT_URL: service.url }).sts({
      region: 'eu-west-1',
      credentials: longTermKeys,
      signal: stop.signal,
    });
    expect(isProblem(await rejection(sts.getCallerIdentity()), 'cancelled')).to.equal(true);
  });
});
