import { refresh } from '../../../src/core/advice/own-commands.js';
import type { Explanation, Sent } from '../../../src/aws/refusals/explain.js';

export const roleArn = 'arn:aws:iam::444455556666:role/Developer';
export const user = 'arn:aws:iam::111122223333:user/ana';
export const denied = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;

type Expected = Partial<Pick<Explanation, 'field' | 'retry'>> & {
  says?: RegExp;
  hint?: RegExp;
  causes?: readonly string[];
};

/**
 * What AWS says, and what is made of it. A new rule has its example here: AWS's own words.
 */
export const refusalExamples: readonly (readonly [
  operation: string,
  code: string,
  said: string,
  expected: Expected,
  sent?: Sent,
])[] = [
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
    { field: 'Tags', hint: /^Leave --tag away/ },
    { tags: [{ key: 'team', value: 'blue' }] },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:TagSession on resource: ${roleArn}`,
    { says: /keys .* pass session tags on/, hint: /^Use other keys/, causes: ['administrator', 'source'] },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`,
    { field: 'SourceIdentity', hint: /^Leave --source-identity away/ },
    { sourceIdentity: 'ana' },
  ],
  [
    'AssumeRole',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:SetSourceIdentity on resource: ${roleArn}`,
    { says: /keys .* pass a source identity on/, hint: /^Use other keys/, causes: ['administrator', 'source'] },
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
    { retry: 'sign-in-again', says: /"base"/, hint: /^Sign in there again \(git codecommit refresh base\)/ },
    { sourceProfile: 'base', renewSource: refresh('base') },
  ],
  [
    'AssumeRole',
    'ExpiredToken',
    'The security token included in the request is expired',
    { retry: 'sign-in-again', says: /"base"/, hint: /^Put new keys into that profile, then repeat this\.$/ },
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
    { tokenCode: '123456' },
  ],
  [
    'GetSessionToken',
    'AccessDenied',
    `User: ${user} is not authorized to perform: sts:GetSessionToken with an explicit deny`,
    { causes: ['mfa-device', 'administrator'], says: /without an MFA code/, hint: /--mfa-serial/ },
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
  [
    'AssumeRoleWithSAML',
    'InvalidIdentityToken',
    'Response does not contain the required audience.',
    { says: /audience/, causes: ['administrator'] },
  ],
  [
    'AssumeRoleWithSAML',
    'InvalidIdentityToken',
    'Response does not contain the required recipient.',
    { says: /Recipient/, causes: ['administrator'] },
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
  ['ListRepositories', 'RequestTimeTooSkewed', 'The difference is too large.', { says: /clock/ }],
  ['ListRepositories', 'OptInRequired', 'You are not subscribed to this service.', { says: /may not use/ }],
  ['GetRepository', 'EncryptionIntegrityChecksFailedException', 'no', { says: /cannot be decrypted/ }],
  ...(['AssumeRole', 'GetSessionToken'] as const).map(
    (operation) =>
      [
        operation,
        'AccessDenied',
        'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
        { field: 'SerialNumber', hint: /--mfa-code/ },
      ] as const,
  ),
  [
    'AssumeRoleWithSAML',
    'AccessDenied',
    'User: 123 is not authorized to perform: sts:TagSession on resource: ' + roleArn,
    { says: /session tags/, causes: ['administrator'] },
  ],
];
