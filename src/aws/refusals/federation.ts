import { redeemTime } from '../saml/redeem-time.js';
import { accessDenied, administrator, usualCauses, type Rule } from './rule.js';

const signInAnew = 'Run the same command again, and sign in there anew; a token that was given has to be a new one.';

/** Source: STS API reference, AssumeRoleWithSAML; IAM user guide, "Troubleshoot SAML federation with IAM". */
export const assumeRoleWithSamlRules: readonly Rule[] = [
  {
    code: /^ExpiredToken(Exception)?$/,
    explain: {
      message: `The SAML response is too old: AWS takes one within ${redeemTime} only.`,
      hint: 'Sign in at your identity provider again and use the new response at once.',
      field: 'SAMLAssertion',
      retry: 'sign-in-again',
    },
  },
  {
    code: accessDenied,
    said: /sts:TagSession/,
    explain: {
      message: 'Your identity provider sends session tags, but the role does not allow them.',
      hint: "The administrator has to add sts:TagSession to the role's trust policy.",
      causes: [administrator],
    },
  },
  {
    code: accessDenied,
    explain: ({ roleArn, principalArn }) => ({
      message: 'AWS did not let you in with this SAML response, and does not say why.',
      hint: usualCauses,
      causes: [
        {
          id: 'role',
          text: `The role is another one${roleArn === undefined ? '' : ` than ${roleArn}`}`,
          field: 'RoleArn',
        },
        {
          id: 'provider',
          text: `The SAML provider is another one${principalArn === undefined ? '' : ` than ${principalArn}`}`,
          field: 'PrincipalArn',
        },
        administrator,
      ],
    }),
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /audience/i,
    explain: {
      message: 'The SAML response is not made out for AWS: its audience (AudienceRestriction) is another one.',
      hint:
        'The administrator of your identity provider has to set the audience (entity ID) to ' +
        'urn:amazon:webservices, or to the address of the sign-in that it sends you to.',
      causes: [administrator],
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /recipient/i,
    explain: {
      message: 'The SAML response is not made out for a sign-in of AWS: its Recipient is another address.',
      hint:
        "The administrator of your identity provider has to set the ACS URL (Recipient) to AWS's sign-in of the " +
        "role's partition, for example https://eu-west-1.signin.aws.amazon.com/saml.",
      causes: [administrator],
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /issuer|provider/i,
    explain: {
      message: 'The SAML response was not issued by the provider that IAM knows under this ARN.',
      hint:
        'Choose the other provider, or let the administrator upload the present metadata of your ' +
        'identity provider to IAM.',
      field: 'PrincipalArn',
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /RoleSessionName/,
    explain: {
      message: 'The SAML response lacks a valid RoleSessionName (2 to 64 letters, digits and _+=,.@-).',
      hint:
        'The administrator of your identity provider has to send the attribute ' +
        'https://aws.amazon.com/SAML/Attributes/RoleSessionName.',
      causes: [administrator],
    },
  },
  {
    code: /^(InvalidIdentityToken(Exception)?|AuthSamlInvalidSamlResponseException)$/,
    explain: ({ said }) => ({
      message: `AWS cannot validate the SAML response: ${said}`,
      hint:
        "Sign in again; if it stays so, the identity provider's certificate in IAM is out of date: tell " +
        'your administrator.',
      field: 'SAMLAssertion',
      retry: 'sign-in-again',
      causes: [administrator],
    }),
  },
  {
    code: /^IDPRejectedClaim(Exception)?$/,
    explain: {
      message: 'Your identity provider says that you may not have this.',
      hint: 'Sign in there again, or ask its administrator.',
      field: 'SAMLAssertion',
      retry: 'sign-in-again',
    },
  },
];

/** Source: STS API reference, AssumeRoleWithWebIdentity; IAM user guide, "Troubleshoot OIDC federation". */
export const assumeRoleWithWebIdentityRules: readonly Rule[] = [
  {
    code: /^ExpiredToken(Exception)?$/,
    explain: {
      message: "The identity provider's token has ended.",
      hint: signInAnew,
      field: 'WebIdentityToken',
      retry: 'sign-in-again',
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /No OpenIDConnect provider found/i,
    explain: ({ said }) => ({
      message: `The role's account knows no such identity provider: ${said}`,
      hint: 'The administrator has to add it in IAM (Identity providers, OpenID Connect), with the very same address.',
      causes: [{ id: 'role', text: 'The role is another one, in another account', field: 'RoleArn' }, administrator],
    }),
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /audience/i,
    explain: {
      message: "The client id of this sign-in is not among the audiences of the account's identity provider.",
      hint: 'Use the client id that your administrator gave you (--client-id), or let them add this one in IAM.',
      causes: [{ id: 'audience', text: 'The client id is another one' }, administrator],
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    said: /verification key|retrieve|JWKS/i,
    explain: {
      message: "AWS cannot get the identity provider's public keys.",
      hint: "The provider's address must be reachable from the internet over https; tell your administrator.",
      retry: 'later',
      causes: [administrator],
    },
  },
  {
    code: /^InvalidIdentityToken(Exception)?$/,
    explain: ({ said }) => ({
      message: `AWS cannot validate the identity provider's token: ${said}`,
      hint:
        'Sign in again; with --web-identity-token-file give the ID token (for Amazon and Facebook the ' +
        'access token), whole.',
      field: 'WebIdentityToken',
      retry: 'sign-in-again',
    }),
  },
  {
    code: /^IDPRejectedClaim(Exception)?$/,
    explain: {
      message: 'The identity provider says that this token has ended or was revoked.',
      hint: signInAnew,
      field: 'WebIdentityToken',
      retry: 'sign-in-again',
    },
  },
  {
    code: /^IDPCommunicationError(Exception)?$/,
    explain: {
      message: 'AWS could not reach the identity provider.',
      hint: 'Run the same command again in a minute.',
      retry: 'later',
    },
  },
  {
    code: accessDenied,
    explain: ({ roleArn }) => ({
      message: "AWS did not let you in with this provider's token, and does not say why.",
      hint: usualCauses,
      causes: [
        {
          id: 'role',
          text: `The role is another one${roleArn === undefined ? '' : ` than ${roleArn}`}`,
          field: 'RoleArn',
        },
        { id: 'audience', text: 'The client id is another one' },
        administrator,
      ],
    }),
  },
];
