import { plainText } from '../../../src/core/advice/say.js';
import { expect } from 'chai';
import { administratorMessage, explain, trustStatements } from '../../../src/aws/refusals/explain.js';
import { Refusal } from '../../../src/core/problem.js';
import { denied, refusalExamples, roleArn, user } from './examples.js';

const refusal = (operation: string, code: string, message: string): Refusal =>
  new Refusal(message, {
    operation,
    code,
    status: 403,
    requestId: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7',
    date: new Date('2026-11-23T10:00:00Z'),
  });

describe('a refusal in words', () => {
  for (const [operation, code, said, expected, sent] of refusalExamples) {
    it(`${operation}: ${code}: ${said.slice(0, 60)}`, () => {
      const explained = explain(refusal(operation, code, said), sent);
      expect(explained.field).to.equal(expected.field);
      expect(explained.retry).to.equal(expected.retry);
      expect(explained.message).to.match(expected.says ?? /./);
      expect(plainText(explained.hint)).to.match(expected.hint ?? /./);
      if (expected.causes) expect(explained.causes?.map(({ id }) => id)).to.deep.equal(expected.causes);
    });
  }

  it("keeps AWS's own words for what it has never seen", () => {
    const explained = explain(refusal('AssumeRole', 'SomethingNew', 'because of the moon'));
    expect(explained.message).to.contain('SomethingNew').and.contain('because of the moon');
  });

  it("leaves Cognito's own name to the partition, where a role does not trust an identity pool", () => {
    const { hint } = explain(refusal('GetCredentialsForIdentity', 'InvalidIdentityPoolConfigurationException', 'no'));
    expect(plainText(hint)).to.include('lets Amazon Cognito assume it for this pool').and.not.include('amazonaws');
  });

  it('ends in one full stop, whatever happened', () => {
    for (const [operation, code, said, , sent] of refusalExamples) {
      const { message, hint } = explain(refusal(operation, code, said), sent);
      expect(message, message)
        .to.match(/[^.]\.?$/)
        .and.not.match(/\.\.|undefined/);
      expect(plainText(hint)).to.not.contain('undefined');
    }
  });
});

describe('the message for the administrator', () => {
  const sent = {
    roleArn,
    callerArn: user,
    sessionName: 'ana',
    externalId: 'x:1',
    serialNumber: 'arn:aws:iam::111122223333:mfa/ana',
    sourceIdentity: 'ana',
    tags: [{ key: 'team', value: 'blue' }],
  };

  it('asks for what the keys pass on, though no answer of the person has it', () => {
    const text = `${user} is not authorized to perform: sts:TagSession on resource: ${roleArn}`;
    const message = administratorMessage(refusal('AssumeRole', 'AccessDenied', text), { roleArn }, new Date(0));
    expect(message).to.contain('"Action": "sts:TagSession"');
  });

  it('says who, what, when and by which request, and never the code', () => {
    const text = administratorMessage(
      refusal('AssumeRole', 'AccessDenied', denied),
      { ...sent, tokenCode: '123456' },
      new Date(0),
    );
    for (const fact of [
      user,
      roleArn,
      '2026-11-23T10:00:00Z',
      'c6104cbe-af31-11e0-8154-cbc7ccf896c7',
      'sts:AssumeRole',
      'x:1',
      'team=blue',
    ])
      expect(text).to.contain(fact);
    expect(text).to.not.contain('123456');
  });

  it('holds statements that are valid JSON', () => {
    const text = administratorMessage(refusal('AssumeRole', 'AccessDenied', denied), sent, new Date(0));
    const statements = [...text.matchAll(/^\{$[\s\S]*?^\}(?=,?$)/gm)].map(([json]) => JSON.parse(json) as unknown);
    expect(statements).to.deep.equal([
      {
        Effect: 'Allow',
        Principal: { AWS: user },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': 'x:1' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
      { Effect: 'Allow', Principal: { AWS: user }, Action: ['sts:TagSession', 'sts:SetSourceIdentity'] },
      {
        Effect: 'Allow',
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Resource: roleArn,
      },
    ]);
  });

  it('trusts the role behind a session, not the session', () => {
    expect(
      trustStatements('AssumeRole', { callerArn: 'arn:aws-cn:sts::111122223333:assumed-role/Base/ana' })[0],
    ).to.deep.equal({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-cn:iam::111122223333:role/Base' },
      Action: 'sts:AssumeRole',
    });
  });

  it("names the provider, and the partition's own sign-ins, those of its Regions too, for SAML", () => {
    expect(
      trustStatements('AssumeRoleWithSAML', {
        roleArn: 'arn:aws-cn:iam::444455556666:role/D',
        principalArn: 'arn:aws-cn:iam::444455556666:saml-provider/idp',
      })[0],
    ).to.deep.include({
      Principal: { Federated: 'arn:aws-cn:iam::444455556666:saml-provider/idp' },
      Condition: {
        StringEquals: {
          'SAML:aud': [
            'https://signin.amazonaws.cn/saml',
            'https://cn-north-1.signin.amazonaws.cn/saml',
            'https://cn-northwest-1.signin.amazonaws.cn/saml',
          ],
        },
      },
    });
    expect(
      trustStatements('AssumeRoleWithWebIdentity', { roleArn, provider: 'idp.example/tenant', audience: 'cli' })[0],
    ).to.deep.include({
      Principal: { Federated: 'arn:aws:iam::444455556666:oidc-provider/idp.example/tenant' },
      Condition: { StringEquals: { 'idp.example/tenant:aud': 'cli' } },
    });
    expect(
      trustStatements('AssumeRoleWithWebIdentity', { roleArn, provider: 'www.amazon.com', audience: 'amzn1.app' })[0],
    ).to.deep.include({
      Principal: { Federated: 'www.amazon.com' },
      Condition: { StringEquals: { 'www.amazon.com:app_id': 'amzn1.app' } },
    });
    for (const provider of [
      'cognito-identity.amazonaws.com',
      'cognito-identity-us-gov.amazonaws.com',
      'cognito-identity.cn-north-1.amazonaws.com.cn',
    ])
      expect(trustStatements('AssumeRoleWithWebIdentity', { roleArn, provider, audience: 'pool' })[0]).to.deep.include({
        Principal: { Federated: provider },
        Condition: {
          StringEquals: { [`${provider}:aud`]: 'pool' },
          'ForAnyValue:StringLike': { [`${provider}:amr`]: 'authenticated' },
        },
      });
    expect(trustStatements('GetSessionToken', {})).to.deep.equal([]);
  });
});
