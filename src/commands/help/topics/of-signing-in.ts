import { help, helpOf, policy, refresh, setUp, startHere } from '../../../core/advice/own-commands.js';
import type { Topic } from './topic.js';

/** Words for the ways to sign in, and for what they take. */
export const topicsOfSigningIn: readonly Topic[] = [
  {
    words:
      'sso, aws sso, aws sso login, aws configure sso, single sign on, ' +
      'iam identity center, aws iam identity center, access portal, aws access portal, portal, start url, ' +
      'awsapps, awsapps com, permission set, control tower, aws organizations, sso session, aws sso util',
    says:
      'AWS SSO is called IAM Identity Center today. Its page is the access portal, most often at an address that ' +
      'ends in awsapps.com/start.',
    see: [
      [help('identity-center'), 'what it takes, and its flags'],
      [setUp('method', 'identity-center'), 'sign in by it'],
      [help('okta'), "where SSO is your company's own page, such as Okta's"],
    ],
  },
  {
    words:
      'okta, entra, entra id, microsoft entra, microsoft entra id, azure, azure ad, azuread, aad, ' +
      'microsoft, office 365, microsoft 365, adfs, ad fs, active directory, ldap, onelogin, one login, ' +
      'ping, pingone, pingfederate, ping identity, jumpcloud, duo, cyberark, keycloak, auth0, shibboleth, ' +
      'simplesamlphp, google workspace, g suite, idp, identity provider, company login, corporate login, ' +
      'federated, federation, myapps, saml 2 0, saml2, saml response, saml assertion, assertion',
    says:
      "A company's sign-in page (Okta, Microsoft Entra ID, Google Workspace, AD FS, Keycloak and others) leads to " +
      'AWS in one of three ways. Where it ends tells which.',
    see: [
      [help('identity-center'), 'at an address with awsapps.com or "portal": the AWS access portal'],
      [help('saml'), "at AWS's console, or at signin.aws.amazon.com, where you pick a role"],
      [help('web-identity'), 'nowhere at AWS: you were given a client ID and the address of a provider'],
    ],
  },
  {
    words:
      'google, gmail, google login, login with google, sign in with google, amazon, login with amazon, ' +
      'facebook, meta, openid, openid connect, oidc, oauth, oauth2, id token, identity token, jwt, issuer, ' +
      'provider',
    says:
      'Google, Amazon, Facebook and every provider of OpenID Connect are one way to sign in; --provider says which. ' +
      "Google Workspace as your company's page is another.",
    see: [
      [help('web-identity'), 'what it takes, and its flags'],
      [setUp('method', 'web-identity'), 'sign in by it'],
      [help('cognito'), 'where an app of yours signs in at an Amazon Cognito identity pool'],
      [help('okta'), "where it is your company's page"],
    ],
  },
  {
    words:
      'mfa, mfa code, mfa token, mfa serial, mfa device, virtual mfa, 2fa, two factor, ' +
      'two factor authentication, multi factor authentication, otp, totp, one time code, ' +
      'one time password, token code, six digits, authenticator, authenticator app, google authenticator, ' +
      'microsoft authenticator, authy, yubikey, passkey, security key, fido, aws mfa',
    says:
      'The code is asked for when AWS wants one; scripts give --mfa-code, or GIT_CODECOMMIT_MFA_CODE, which Git ' +
      'inside a clone takes too. Each code is good once. AWS takes those of an authenticator app or a hardware ' +
      'token; a passkey or security key does not work for this.',
    see: [
      [help('session-token'), 'for your own IAM user with an access key'],
      [help('assume-role'), 'for a role that wants a code'],
    ],
  },
  {
    words:
      'login, log in, logon, codecommit, aws codecommit, git, aws, signin, sign in, signing in, sign on, ' +
      'authenticate, authentication, auth, auth login, connect, method, methods, ways to sign in, start, getting ' +
      'started, get started, quickstart, begin, init, install, wizard, new, new user, first time, onboarding',
    says: 'The wizard asks how you sign in, and helps to choose where you do not know.',
    see: [
      [startHere(), 'begin'],
      [refresh(), 'sign in once more, where everything is set up'],
      [helpOf('setup'), 'all ways to sign in, in a line each'],
    ],
  },
  {
    words:
      'keys of a user, access key, access keys, accesskeys csv, accesskeys, access key id, ' +
      'aws access key id, secret access key, aws secret access key, secret key, secret, long term keys, ' +
      'static keys, iam user, user, key, csv, rootkey csv',
    says:
      'An access key (its id begins with AKIA) is never given to Git: it signs the request for a temporary ' +
      'session.',
    see: [
      [help('session-token'), 'for your own user, with MFA or without'],
      [help('assume-role'), 'where a role was named too'],
      [help('keys'), 'where the id begins with ASIA and there is a session token: those are used as they are'],
    ],
  },
  {
    words:
      'role, roles, role arn, arn, sts, assume, assume a role, sts assume role, aws sts assume role, ' +
      'switch role, cross account, another account, account, external id, trust policy',
    says: 'A role is taken with the credentials of somebody whom its trust policy names.',
    see: [
      [help('assume-role'), 'with the keys of a profile or an access key'],
      [help('saml'), "by your company's sign-in page"],
      [help('web-identity'), 'by an OpenID provider, or in a job of CI'],
      [policy('assume-role'), 'for administrators: the role and its trust policy'],
    ],
  },
  {
    words:
      'console, aws console, management console, aws management console, console sign in, ' +
      'console password, root, root user',
    says: "Who has nothing but a password for AWS's console can sign in with that.",
    see: [
      [help('console-login'), 'what it takes'],
      [setUp('method', 'console-login'), 'sign in by it'],
    ],
  },
  {
    words:
      'temporary credentials, temporary keys, paste, aws session token, ' +
      'environment variables, environment variable, variables, env, asia, ' +
      'command line or programmatic access, granted, assume command, aws vault, saml2aws, leapp, ' +
      'gimme aws creds, credential process, cloudshell',
    says: 'Temporary credentials that you already have can be used, wherever they are.',
    see: [
      [help('environment'), 'in the variables of this terminal'],
      [help('keys'), 'as a text that you can paste, or in a file'],
      [help('process'), 'printed by a command, or behind a profile'],
    ],
  },
  {
    words:
      'ci, cd, ci cd, pipeline, job, github, github actions, gitlab, gitlab ci, jenkins, codebuild, ' +
      'codepipeline, bitbucket, circleci, kubernetes, k8s, eks, irsa, pod, argo cd, flux, ' +
      'web identity token, aws web identity token file',
    says: 'A job or pod needs no secret: it signs in by a token of its own, or by the role of its machine.',
    see: [
      [help('web-identity'), 'with --provider github or gitlab, or a token in a file or variable'],
      [help('environment'), 'where a pod has AWS_WEB_IDENTITY_TOKEN_FILE, or a job has credentials already'],
      [help('instance'), 'on EC2 and ECS'],
      [policy('web-identity'), 'for administrators: the role that trusts the job'],
    ],
  },
  {
    words:
      'ec2, ec2 instance, instance profile, imds, metadata, ecs, fargate, task role, container, docker, ' +
      'lambda, cloud9, machine role',
    says: 'A machine or container with a role needs nothing else.',
    see: [
      [help('instance'), 'what it takes'],
      [help('ci'), 'for a job or a pod'],
    ],
  },
  {
    words: 'user pool, identity pool, amazon cognito, aws cognito, amplify, hosted ui',
    says: "An app's own sign-in at Amazon Cognito: a user pool, and the identity pool that gives the credentials.",
    see: [[help('cognito'), 'what it takes, and its flags']],
  },
];
