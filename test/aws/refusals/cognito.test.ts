import { expect } from 'chai';
import { administratorMessage, explain } from '../../../src/aws/refusals/explain.js';

describe('what a refusal of Cognito means', () => {
  for (const [operation, code, said, message, found] of [
    [
      'GetId',
      'NotAuthorizedException',
      'Invalid login token. Token expired: 1700000000 >= 1600000000',
      'The token of this sign-in has ended.',
      'WebIdentityToken',
    ],
    [
      'GetId',
      'NotAuthorizedException',
      'Token is not from a supported provider of this identity pool.',
      'does not know that sign-in',
      'ClientId',
    ],
    [
      'GetId',
      'NotAuthorizedException',
      'Invalid login token. Incorrect token audience.',
      'does not know that sign-in',
      'ClientId',
    ],
    [
      'GetId',
      'NotAuthorizedException',
      'Unauthenticated access is not supported for this identity pool.',
      'lets nobody in who is not signed in',
      'Logins',
    ],
    [
      'GetId',
      'NotAuthorizedException',
      'Invalid login token. Not a valid OpenId Connect identity token.',
      'does not take this token',
      'WebIdentityToken',
    ],
    [
      'GetId',
      'ResourceNotFoundException',
      "IdentityPool 'eu-west-1:x' not found.",
      'no such identity pool',
      'IdentityPoolId',
    ],
    ['GetId', 'ResourceConflictException', 'Logins are linked', 'another identity of the pool', undefined],
    ['GetId', 'ExternalServiceException', 'Bad gateway', 'could not reach the identity provider', undefined],
    ['GetId', 'TooManyRequestsException', 'Rate exceeded', 'too many requests', undefined],
    [
      'GetCredentialsForIdentity',
      'InvalidIdentityPoolConfigurationException',
      'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
      'gives you no role, or a role that does not trust it',
      undefined,
    ],
    [
      'GetCredentialsForIdentity',
      'NotAuthorizedException',
      "Access to Role 'arn:aws:iam::111122223333:role/Admin' is forbidden.",
      'does not give you the role',
      'RoleArn',
    ],
    [
      'GetOpenIdToken',
      'InvalidParameterException',
      'Basic (classic) flow is not enabled, please use enhanced flow.',
      'does not allow the basic flow',
      'Flow',
    ],
    ['GetId', 'InternalErrorException', 'Internal', 'AWS itself has trouble', undefined],
    [
      'RespondToAuthChallenge',
      'NotAuthorizedException',
      'Incorrect username or password.',
      'does not take this user name and password',
      'PASSWORD',
    ],
    ['InitiateAuth', 'NotAuthorizedException', 'Password attempts exceeded', 'too many wrong passwords', undefined],
    ['InitiateAuth', 'NotAuthorizedException', 'User is disabled.', 'turned this user off', undefined],
    [
      'InitiateAuth',
      'NotAuthorizedException',
      'Unable to verify secret hash for client abc',
      'has a secret',
      'ClientSecret',
    ],
    [
      'InitiateAuth',
      'NotAuthorizedException',
      'Temporary password has expired and must be reset by an administrator.',
      'temporary password has expired',
      undefined,
    ],
    [
      'RespondToAuthChallenge',
      'NotAuthorizedException',
      'Invalid session for the user, session is expired.',
      'took too long',
      undefined,
    ],
    ['InitiateAuth', 'UserNotFoundException', 'User does not exist.', 'knows no such user', 'USERNAME'],
    [
      'RespondToAuthChallenge',
      'CodeMismatchException',
      'Invalid code received for user',
      'MFA code was wrong',
      'MFA_CODE',
    ],
    [
      'RespondToAuthChallenge',
      'ExpiredCodeException',
      'Your software token has already been used once.',
      'used already',
      'MFA_CODE',
    ],
    [
      'RespondToAuthChallenge',
      'InvalidPasswordException',
      'Password does not conform to policy: Password must have numeric characters',
      'does not take the new password: Password must have numeric characters',
      'NEW_PASSWORD',
    ],
    [
      'InitiateAuth',
      'PasswordResetRequiredException',
      'Password reset required for the user',
      'reset your password first',
      undefined,
    ],
    [
      'InitiateAuth',
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
      'allows no sign-in with user name and password',
      undefined,
    ],
    [
      'InitiateAuth',
      'ResourceNotFoundException',
      'User pool client abc does not exist.',
      'no app client of that ID',
      'ClientId',
    ],
  ] as const) {
    it(`${operation}, ${code}: ${said}`, () => {
      const explained = explain({ message: said, facts: { operation, code } });
      expect(explained.message).to.contain(message);
      expect(explained.field).to.equal(found);
      expect(explained.hint).to.match(/\.$|[a-z-]$/);
    });
  }

  it("asks an administrator in the service's own words", () => {
    const facts = { operation: 'GetCredentialsForIdentity', code: 'InvalidIdentityPoolConfigurationException' };
    expect(
      administratorMessage({ message: 'Check assigned IAM roles for this pool.', facts }, {}, new Date(0)),
    ).to.contain('cognito-identity:GetCredentialsForIdentity');
  });
});
