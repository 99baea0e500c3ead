import { expect } from 'chai';
import {
  administratorMessage,
  explain,
  trustStatement,
  type Explanation,
  type Sent,
} from '../../../src/aws/refusals/explain.js';
import { Refusal } from '../../../src/core/problem.js';

const refusal = (operation: string, code: string, message: string): Refusal =>
  new Refusal(message, {
    operation,
    code,
    status: 403,
    requestId: 'c6104cbe-af31-11e0-8154-cbc7ccf896c7',
    date: new Date('2026-11-23T10:00:00Z'),
  });

const roleArn = 'arn:aws:iam::444455556666:role/Developer';
const user = 'arn:aws:iam::111122223333:user/ana';
const denied = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;

type Expected = Partial<Pick<Explanation, 'field' | 'retry'>> & {
  says?: RegExp;
  hint?: RegExp;
  causes?: readonly string[];
};

const table: readonly (readonly [operation: string, code: string, said: string, expected: Expected, sent?: Sent])[] = [
  [
    'AssumeRole',
    'AccessDenied',
    denied,
    {
      says: /does not say why/,
      causes: ['mfa', 'external-id', 'role', 'source', 'source-identity', 'session-name', 'administrator'],
    },
    { roleArn },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    denied,
    { causes: ['external-id', 'role', 'source', 'source-identity', 'session-name', 'administrator'] },
    { tokenCode: '123456', externalId: 'x1' },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    { field: 'TokenCode', retry: 'next-code' },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is ' +
      'valid and associated with this user.',
    { field: 'SerialNumber' },
  ],
  ['AssumeRole', 'AccessDenied', 'Roles may not be assumed by root accounts.', { says: /root/ }],
  [
    'AssumeRole',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:TagSession on resource: ${roleArn}`,
    { field: 'Tags' },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`,
    { field: 'SourceIdentity' },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `${denied} because no identity-based policy allows the sts:AssumeRole action`,
    { says: /Your own permissions/, causes: ['administrator', 'source'] },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `${denied} with an explicit deny in a service control policy`,
    { says: /service control policy/ },
  ],
  [
    'AssumeRole',
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    { field: 'DurationSeconds', retry: 'lower-duration' },
  ],
  [
    'AssumeRole',
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    { field: 'DurationSeconds', retry: 'lower-duration', says: /limits chained roles/ },
  ],
  [
    'AssumeRole',
    'ValidationError',
    "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must " +
      'satisfy regular expression pattern: [\\w+=,.@-]*',
    { field: 'RoleSessionName' },
  ],
  [
    'AssumeRole',
    'ValidationError',
    "1 validation error detected: Value '1' at 'externalId' failed to satisfy constraint",
    { field: 'ExternalId' },
  ],
  [
    'AssumeRole',
    'ValidationError',
    "2 validation errors detected: Value at 'tags.1.member.key' failed",
    { field: 'Tags' },
  ],
  ['AssumeRole', 'ValidationError', 'Request ARN is invalid', { field: 'RoleArn' }],
  [
    'AssumeRole',
    'ExpiredToken',
    'The security token included in the request is expired',
    { retry: 'sign-in-again', says: /"base"/, hint: /refresh base/ },
    { sourceProfile: 'base' },
  ],
  [
    'AssumeRole',
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    { says: /does not know/ },
  ],
  [
    'AssumeRole',
    'SignatureDoesNotMatch',
    'Signature expired: 20261123T095000Z is now earlier than 20261123T095500Z (20261123T100000Z - 5 min.)',
    { says: /clock is wrong/ },
  ],
  [
    'AssumeRole',
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
    { says: /clock is 12 min behind/ },
    { clockOffset: 12 * 60_000 },
  ],
  [
    'AssumeRole',
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match',
    { says: /secret access key/ },
    { clockOffset: 1000 },
  ],
  [
    'AssumeRole',
    'RegionDisabledException',
    'STS is not activated in this region for account:111122223333.',
    { retry: 'other-region' },
  ],
  ['AssumeRole', 'MalformedPolicyDocument', 'Syntax errors in policy.', { field: 'Policy' }],
  [
    'AssumeRole',
    'PackedPolicyTooLarge',
    'Serialized token too large for session, consumes 120% of allotted space',
    { field: 'Policy', says: /120 %/ },
  ],
  [
    'AssumeRole',
    'PackedPolicyTooLarge',
    'Packed size of session tags consumes 107% of allotted space.',
    { field: 'Tags' },
    { tags: [{ key: 'a', value: 'b' }] },
  ],
  ['AssumeRole', 'Throttling', 'Rate exceeded', { retry: 'later' }],
  ['AssumeRole', 'ServiceUnavailable', 'busy', { retry: 'later' }],
  [
    'GetSessionToken',
    'AccessDenied',
    'Cannot call GetSessionToken with session credentials',
    { says: /temporary keys/ },
  ],
  [
    'GetSessionToken',
    'AccessDenied',
    'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
    { field: 'TokenCode', retry: 'next-code' },
  ],
  [
    'GetSessionToken',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:GetSessionToken with an explicit deny`,
    { causes: ['administrator'] },
  ],
  [
    'GetSessionToken',
    'ValidationError',
    "1 validation error detected: Value '999999' at 'durationSeconds' failed to satisfy constraint",
    { field: 'DurationSeconds', retry: 'lower-duration' },
  ],
  [
    'GetFederationToken',
    'AccessDenied',
    'Cannot call GetFederationToken with session credentials',
    { says: /temporary keys/ },
  ],
  [
    'GetFederationToken',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:GetFederationToken on resource: ` +
      'arn:aws:sts::111122223333:federated-user/ana',
    { field: 'Name' },
  ],
  [
    'AssumeRoleWithSAML',
    'ExpiredTokenException',
    'Token must be redeemed within 5 minutes of issuance',
    { field: 'SAMLAssertion', retry: 'sign-in-again' },
  ],
  [
    'AssumeRoleWithSAML',
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithSAML',
    { causes: ['role', 'provider', 'administrator'] },
  ],
  ['AssumeRoleWithSAML', 'InvalidIdentityToken', 'Issuer not present in specified provider', { field: 'PrincipalArn' }],
  [
    'AssumeRoleWithSAML',
    'InvalidIdentityToken',
    'RoleSessionName is required in AuthnResponse',
    { says: /RoleSessionName/ },
  ],
  [
    'AssumeRoleWithSAML',
    'InvalidIdentityToken',
    'Response signature invalid',
    { field: 'SAMLAssertion', retry: 'sign-in-again' },
  ],
  ['AssumeRoleWithSAML', 'IDPRejectedClaim', 'no', { field: 'SAMLAssertion', retry: 'sign-in-again' }],
  [
    'AssumeRoleWithSAML',
    'AuthSamlInvalidSamlResponseException',
    'issuer mismatch',
    { field: 'SAMLAssertion', retry: 'sign-in-again' },
  ],
  [
    'AssumeRoleWithSAML',
    'ValidationError',
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    { field: 'DurationSeconds', retry: 'lower-duration' },
  ],
  [
    'AssumeRoleWithWebIdentity',
    'ExpiredTokenException',
    'Token expired: current date/time 2 must be before the expiration date/time 1',
    { field: 'WebIdentityToken', retry: 'sign-in-again' },
  ],
  [
    'AssumeRoleWithWebIdentity',
    'InvalidIdentityToken',
    'No OpenIDConnect provider found in your account for https://idp.example',
    { causes: ['role', 'administrator'], says: /idp\.example/ },
  ],
  [
    'AssumeRoleWithWebIdentity',
    'InvalidIdentityToken',
    'Incorrect token audience',
    { causes: ['audience', 'administrator'] },
  ],
  [
    'AssumeRoleWithWebIdentity',
    'InvalidIdentityToken',
    "Couldn't retrieve verification key from your identity provider",
    { retry: 'later' },
  ],
  [
    'AssumeRoleWithWebIdentity',
    'InvalidIdentityToken',
    'The ID Token provided is not a valid JWT.',
    { field: 'WebIdentityToken', retry: 'sign-in-again' },
  ],
  ['AssumeRoleWithWebIdentity', 'IDPRejectedClaim', 'revoked', { field: 'WebIdentityToken', retry: 'sign-in-again' }],
  ['AssumeRoleWithWebIdentity', 'IDPCommunicationError', 'timeout', { retry: 'later' }],
  [
    'AssumeRoleWithWebIdentity',
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    { causes: ['role', 'audience', 'administrator'] },
  ],
  [
    'GetCallerIdentity',
    'ExpiredToken',
    'The security token included in the request is expired',
    { retry: 'sign-in-again' },
  ],
  [
    'GetCallerIdentity',
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
    { says: /does not know/ },
  ],
  [
    'GetRepository',
    'RepositoryDoesNotExistException',
    'MyRepo does not exist',
    { field: 'RepositoryName', says: /MyRepo/ },
    { repository: 'MyRepo' },
  ],
  ['GetRepository', 'InvalidRepositoryNameException', 'bad', { field: 'RepositoryName' }],
  [
    'GetRepository',
    'AccessDeniedException',
    `User: ${user} is not authorized to perform: codecommit:GetRepository on resource: x`,
    { says: /codecommit:GetRepository/, hint: /policy/ },
  ],
  ['GetRepository', 'EncryptionKeyAccessDeniedException', 'no', { says: /KMS/ }],
  ['GetRepository', 'EncryptionKeyDisabledException', 'no', { says: /KMS/ }],
  [
    'ListRepositories',
    'UnrecognizedClientException',
    'The security token included in the request is invalid',
    { says: /does not know/ },
  ],
  ['ListRepositories', 'ExpiredTokenException', 'expired', { retry: 'sign-in-again' }],
  ['ListRepositories', 'ThrottlingException', 'Rate exceeded', { retry: 'later' }],
  [
    'ListRepositories',
    'InvalidSignatureException',
    'Signature not yet current: a is still later than b',
    { says: /clock/ },
  ],
];

describe('a refusal in words', () => {
  for (const [operation, code, said, expected, sent] of table) {
    it(`${operation}: ${code}: ${said.slice(0, 60)}`, () => {
      const explained = explain(refusal(operation, code, said), sent);
      expect(explained.field).to.equal(expected.field);
      expect(explained.retry).to.equal(expected.retry);
      expect(explained.message).to.match(expected.says ?? /./);
      expect(explained.hint).to.match(expected.hint ?? /./);
      if (expected.causes) expect(explained.causes?.map(({ id }) => id)).to.deep.equal(expected.causes);
    });
  }

  it("keeps AWS's own words for what it has never seen", () => {
    const explained = explain(refusal('AssumeRole', 'SomethingNew', 'because of the moon'));
    expect(explained.message).to.contain('SomethingNew').and.contain('because of the moon');
  });

  it('ends in one full stop, whatever happened', () => {
    for (const [operation, code, said, , sent] of table) {
      const { message, hint } = explain(refusal(operation, code, said), sent);
      expect(message, message)
        .to.match(/[^.]\.?$/)
        .and.not.match(/\.\.|undefined/);
      expect(hint).to.not.contain('undefined');
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
    const statements = [...text.matchAll(/^\{$[\s\S]*?^\}$/gm)].map(([json]) => JSON.parse(json) as unknown);
    expect(statements).to.deep.equal([
      {
        Effect: 'Allow',
        Principal: { AWS: user },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: { StringEquals: { 'sts:ExternalId': 'x:1' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: roleArn },
    ]);
  });

  it('trusts the role behind a session, not the session', () => {
    expect(
      trustStatement('AssumeRole', { callerArn: 'arn:aws-cn:sts::111122223333:assumed-role/Base/ana' }),
    ).to.deep.equal({
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws-cn:iam::111122223333:role/Base' },
      Action: 'sts:AssumeRole',
    });
  });

  it("names the provider, and the partition's own audience for SAML", () => {
    expect(
      trustStatement('AssumeRoleWithSAML', {
        roleArn: 'arn:aws-cn:iam::444455556666:role/D',
        principalArn: 'arn:aws-cn:iam::444455556666:saml-provider/idp',
      }),
    ).to.deep.include({
      Principal: { Federated: 'arn:aws-cn:iam::444455556666:saml-provider/idp' },
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.amazonaws.cn/saml' } },
    });
    expect(
      trustStatement('AssumeRoleWithWebIdentity', { roleArn, provider: 'idp.example/tenant', audience: 'cli' }),
    ).to.deep.include({
      Principal: { Federated: 'arn:aws:iam::444455556666:oidc-provider/idp.example/tenant' },
      Condition: { StringEquals: { 'idp.example/tenant:aud': 'cli' } },
    });
    expect(
      trustStatement('AssumeRoleWithWebIdentity', { roleArn, provider: 'www.amazon.com', audience: 'amzn1.app' }),
    ).to.deep.include({
      Principal: { Federated: 'www.amazon.com' },
      Condition: { StringEquals: { 'www.amazon.com:app_id': 'amzn1.app' } },
    });
    expect(trustStatement('GetSessionToken', {})).to.equal(undefined);
  });
});
