import { administrator, type Rule } from './rule.js';

const notAuthorized = /^NotAuthorizedException$/;
const signInAgain = 'Run the same command again, and sign in anew.';

/**
 * Source: Amazon Cognito Federated Identities API reference, GetId, GetCredentialsForIdentity, GetOpenIdToken; the
 * sentences are those people report.
 */
export const identityPoolRules: readonly Rule[] = [
  {
    code: notAuthorized,
    said: /expired/i,
    explain: {
      message: 'The token of this sign-in has ended.',
      hint: signInAgain,
      field: 'WebIdentityToken',
      retry: 'sign-in-again',
    },
  },
  {
    code: notAuthorized,
    said: /unauthenticated access/i,
    explain: {
      message: 'This identity pool lets nobody in who is not signed in.',
      hint: 'Sign in: --login user-pool, or a provider.',
      field: 'Logins',
    },
  },
  {
    code: notAuthorized,
    said: /not from a supported provider|logins don't match|issuer doesn't match|audience/i,
    explain: {
      message:
        'This identity pool does not know that sign-in: the user pool or provider, or the client ID, is none ' +
        'of its own.',
      hint:
        'Compare both with what your administrator gave you (--login, --client-id, --user-pool-id), or ' +
        'let them add it to the identity pool.',
      field: 'ClientId',
    },
  },
  {
    code: notAuthorized,
    said: /invalid login token/i,
    explain: ({ said }) => ({
      message: `Amazon Cognito does not take this token: ${said}`,
      hint:
        'For Google, OpenID Connect and user pools give the ID token, for Amazon and Facebook the access ' +
        'token; then sign in again.',
      field: 'WebIdentityToken',
      retry: 'sign-in-again',
    }),
  },
  {
    code: /^(NotAuthorizedException|AccessDeniedException)$/,
    said: /role/i,
    explain: ({ roleArn }) => ({
      message: `The identity pool does not give you the role${roleArn === undefined ? '' : ` ${roleArn}`}.`,
      hint: 'Leave --role-arn away to get the role that the pool has for you, or give another one.',
      field: 'RoleArn',
    }),
  },
  {
    code: notAuthorized,
    explain: ({ said }) => ({
      message: `The identity pool does not let you in: ${said}`,
      hint: 'Compare the identity pool and the sign-in with what your administrator gave you.',
      causes: [{ id: 'pool', text: 'The identity pool is another one', field: 'IdentityPoolId' }, administrator],
    }),
  },
  {
    code: /^InvalidIdentityPoolConfigurationException$/,
    explain: {
      message: 'The identity pool gives you no role, or a role that does not trust it.',
      hint:
        'The administrator has to assign a role to authenticated users whose trust policy lets ' +
        'Amazon Cognito assume it for this pool.',
      causes: [administrator],
    },
  },
  {
    code: /^InvalidParameterException$/,
    said: /basic|classic/i,
    explain: {
      message: 'This identity pool does not allow the basic flow.',
      hint: 'Use the enhanced flow (--flow enhanced), or let the administrator turn the basic (classic) flow on.',
      field: 'Flow',
    },
  },
  {
    code: /^ResourceNotFoundException$/,
    explain: {
      message: 'There is no such identity pool in that Region.',
      hint: "Compare the identity pool's id with what your administrator gave you: --identity-pool-id",
      field: 'IdentityPoolId',
    },
  },
  {
    code: /^ResourceConflictException$/,
    explain: {
      message: 'This sign-in belongs to another identity of the pool already.',
      hint: 'Sign in with the account that you used before, or ask the administrator to unlink the other identity.',
      causes: [administrator],
    },
  },
  {
    code: /^ExternalServiceException$/,
    explain: {
      message: 'Amazon Cognito could not reach the identity provider.',
      hint: 'Run the same command again in a minute.',
      retry: 'later',
    },
  },
];

/** Source: Amazon Cognito user pools API reference, InitiateAuth, RespondToAuthChallenge. */
export const userPoolRules: readonly Rule[] = [
  {
    code: notAuthorized,
    said: /secret/i,
    explain: {
      message: "The user pool's app client has a secret, and this is none or another one.",
      hint: 'Give it with --client-secret-file, or use an app client without one.',
      field: 'ClientSecret',
    },
  },
  {
    code: notAuthorized,
    said: /attempts? exceeded/i,
    explain: {
      message: 'There were too many wrong passwords; the user pool takes none for a while.',
      hint: 'Wait a quarter of an hour, then try again.',
      retry: 'later',
    },
  },
  {
    code: notAuthorized,
    said: /disabled/i,
    explain: {
      message: 'The user pool has turned this user off.',
      hint: 'Your administrator can turn it on again.',
      causes: [administrator],
    },
  },
  {
    code: notAuthorized,
    said: /temporary password has expired/i,
    explain: {
      message: 'The temporary password has expired.',
      hint: 'Your administrator can send a new one.',
      causes: [administrator],
    },
  },
  {
    code: notAuthorized,
    said: /invalid session|session is expired/i,
    explain: {
      message: 'The sign-in took too long: the user pool waits three minutes for an answer.',
      hint: 'Run the same command again.',
      retry: 'sign-in-again',
    },
  },
  {
    code: notAuthorized,
    explain: {
      message: 'The user pool does not take this user name and password.',
      hint: 'Type them again; the user name may be an e-mail address.',
      field: 'PASSWORD',
    },
  },
  {
    code: /^UserNotFoundException$/,
    explain: {
      message: 'The user pool knows no such user.',
      hint: 'The user name may be an e-mail address; your administrator knows it.',
      field: 'USERNAME',
    },
  },
  {
    code: /^(CodeMismatchException|EnableSoftwareTokenMFAException)$/,
    explain: {
      message: 'The MFA code was wrong or too old.',
      hint: 'Wait for the next code and give that one.',
      field: 'MFA_CODE',
      retry: 'next-code',
    },
  },
  {
    code: /^ExpiredCodeException$/,
    explain: {
      message: 'The MFA code has expired, or was used already: each is good once.',
      hint: 'Wait for the next code and give that one.',
      field: 'MFA_CODE',
      retry: 'next-code',
    },
  },
  {
    code: /^InvalidPasswordException$/,
    explain: ({ said }) => ({
      message:
        'The user pool does not take the new password: ' + said.replace(/^Password does not conform to policy: /, ''),
      hint: 'Choose a longer one, with capital and small letters, digits and other characters.',
      field: 'NEW_PASSWORD',
    }),
  },
  {
    code: /^PasswordHistoryPolicyViolationException$/,
    explain: { message: 'The new password was used before.', hint: 'Choose another one.', field: 'NEW_PASSWORD' },
  },
  {
    code: /^PasswordResetRequiredException$/,
    explain: {
      message: 'The user pool wants you to reset your password first.',
      hint: 'Use "Forgot your password?" on its sign-in page (leave --username away), or ask your administrator.',
    },
  },
  {
    code: /^UserNotConfirmedException$/,
    explain: {
      message: 'This user was never confirmed.',
      hint: 'Confirm it by the message that the user pool sent you, or ask your administrator.',
      causes: [administrator],
    },
  },
  {
    code: /^InvalidParameterException$/,
    said: /flow|not enabled|auth/i,
    explain: {
      message: "The user pool's app client allows no sign-in with user name and password.",
      hint:
        "Leave --username away to sign in on the user pool's own page, or let the administrator allow " +
        'ALLOW_USER_SRP_AUTH.',
    },
  },
  {
    code: /^ResourceNotFoundException$/,
    explain: {
      message: 'The user pool has no app client of that ID.',
      hint: 'Compare both with what your administrator gave you: --user-pool-id, --client-id',
      field: 'ClientId',
    },
  },
  {
    code: /^UserLambdaValidationException$/,
    explain: ({ said }) => ({
      message: `The user pool's own rules do not let you in: ${said}`,
      hint: 'Ask your administrator.',
    }),
  },
];
