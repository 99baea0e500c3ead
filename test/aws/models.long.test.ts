import { expect } from 'chai';
import { usedOperations } from '../../scripts/drift/used-operations.js';
import { codeCommitRegions, fipsRegions } from '../../src/aws/codecommit/hosts.js';
import { codeCommitSuffix, partitionOf, serviceSuffixes } from '../../src/aws/partitions.js';
import { codeCommitRules } from '../../src/aws/refusals/codecommit.js';
import { identityPoolRules, userPoolRules } from '../../src/aws/refusals/cognito.js';
import { assumeRoleWithSamlRules, assumeRoleWithWebIdentityRules } from '../../src/aws/refusals/federation.js';
import { accessDenied, type Rule } from '../../src/aws/refusals/rule.js';
import { assumeRoleRules, getFederationTokenRules, getSessionTokenRules } from '../../src/aws/refusals/session.js';
import { awsModels } from '../helpers/aws-models.js';
import { needs } from '../helpers/needs.js';

/** What goes into a call and is read of its answer; `takes` and `gives` in AWS's own words. */
const members: Readonly<Record<string, { readonly takes: string; readonly gives: string }>> = {
  'codecommit.GetRepository': { takes: 'repositoryName', gives: 'repositoryMetadata' },
  'codecommit.ListRepositories': { takes: 'sortBy order nextToken', gives: 'repositories nextToken' },
  'cognito-identity.GetCredentialsForIdentity': {
    takes: 'IdentityId Logins CustomRoleArn',
    gives: 'Credentials IdentityId',
  },
  'cognito-identity.GetId': { takes: 'IdentityPoolId Logins', gives: 'IdentityId' },
  'cognito-identity.GetOpenIdToken': { takes: 'IdentityId Logins', gives: 'Token' },
  'cognito-idp.GetTokensFromRefreshToken': {
    takes: 'ClientId ClientSecret RefreshToken DeviceKey',
    gives: 'AuthenticationResult',
  },
  'cognito-idp.InitiateAuth': {
    takes: 'AuthFlow AuthParameters ClientId',
    gives: 'AuthenticationResult ChallengeName ChallengeParameters Session',
  },
  'cognito-idp.RespondToAuthChallenge': {
    takes: 'ChallengeName ChallengeResponses ClientId Session',
    gives: 'AuthenticationResult ChallengeName ChallengeParameters Session',
  },
  'cognito-idp.RevokeToken': { takes: 'ClientId ClientSecret Token', gives: '' },
  'iam.GetRole': { takes: 'RoleName', gives: 'Role' },
  'iam.ListMFADevices': { takes: 'Marker', gives: 'MFADevices IsTruncated Marker' },
  'signin.CreateOAuth2Token': { takes: 'tokenInput', gives: 'tokenOutput' },
  'sso-oidc.CreateToken': {
    takes: 'clientId clientSecret grantType deviceCode code codeVerifier redirectUri refreshToken',
    gives: 'accessToken expiresIn refreshToken',
  },
  'sso-oidc.RegisterClient': {
    takes: 'clientName clientType scopes grantTypes redirectUris issuerUrl',
    gives: 'clientId clientSecret clientSecretExpiresAt',
  },
  'sso-oidc.StartDeviceAuthorization': {
    takes: 'clientId clientSecret startUrl',
    gives: 'deviceCode userCode verificationUri verificationUriComplete expiresIn interval',
  },
  'sso.GetRoleCredentials': { takes: 'accessToken accountId roleName', gives: 'roleCredentials' },
  'sso.ListAccountRoles': { takes: 'accessToken accountId maxResults nextToken', gives: 'roleList nextToken' },
  'sso.ListAccounts': { takes: 'accessToken maxResults nextToken', gives: 'accountList nextToken' },
  'sts.AssumeRole': {
    takes:
      'RoleArn RoleSessionName DurationSeconds ExternalId Policy PolicyArns SerialNumber TokenCode SourceIdentity Tags',
    gives: 'Credentials AssumedRoleUser',
  },
  'sts.AssumeRoleWithSAML': {
    takes: 'RoleArn PrincipalArn SAMLAssertion DurationSeconds Policy PolicyArns',
    gives: 'Credentials',
  },
  'sts.AssumeRoleWithWebIdentity': {
    takes: 'RoleArn RoleSessionName WebIdentityToken ProviderId DurationSeconds Policy PolicyArns',
    gives: 'Credentials',
  },
  'sts.GetCallerIdentity': { takes: '', gives: 'Account Arn UserId' },
  'sts.GetFederationToken': { takes: 'Name DurationSeconds Policy PolicyArns Tags', gives: 'Credentials' },
  'sts.GetSessionToken': { takes: 'DurationSeconds SerialNumber TokenCode', gives: 'Credentials' },
};

const rules: readonly (readonly [operations: string, rules: readonly Rule[]])[] = [
  ['sts.AssumeRole', assumeRoleRules],
  ['sts.AssumeRoleWithSAML', assumeRoleWithSamlRules],
  ['sts.AssumeRoleWithWebIdentity', assumeRoleWithWebIdentityRules],
  ['sts.GetSessionToken', getSessionTokenRules],
  ['sts.GetFederationToken', getFederationTokenRules],
  ['codecommit.GetRepository', codeCommitRules],
  [
    'cognito-identity.GetId cognito-identity.GetCredentialsForIdentity cognito-identity.GetOpenIdToken',
    identityPoolRules,
  ],
  ['cognito-idp.InitiateAuth cognito-idp.RespondToAuthChallenge cognito-idp.GetTokensFromRefreshToken', userPoolRules],
];

/** Refusals that no operation's model names, for every call can have them. */
const ofAnyCall = [accessDenied, /ValidationError/];

describe("what AWS's newest models say", function () {
  this.timeout(60_000);
  let facts: Readonly<Record<string, string>>;
  before(needs('newest-botocore'));
  before(async () => {
    facts = await awsModels();
  });

  /** What stands behind a beginning, in every name that has it. */
  const behind = (start: string): readonly string[] =>
    Object.keys(facts)
      .filter((name) => name.startsWith(start))
      .map((name) => name.slice(start.length));

  /** The errors of an operation, by the codes that travel and by the names that the model has for them. */
  const errorsOf = (operation: string): readonly string[] =>
    behind(`${operation} refuses with `).flatMap((code) => [code, facts[`${operation} refuses with ${code}`] ?? '']);

  it('of the Regions that have CodeCommit, and of those that have it by FIPS too, is in our lists', () => {
    expect([...behind('CodeCommit in ')].sort()).to.deep.equal([...codeCommitRegions].sort());
    expect([...behind('CodeCommit by FIPS in ')].sort()).to.deep.equal([...fipsRegions].sort());
  });

  it('of partitions, their Regions and what their host names end in is in our table', () => {
    expect(behind('Region ').length).to.be.above(40);
    for (const region of behind('Region ')) {
      const partition = facts[`Region ${region}`] ?? '';
      const { name, dnsSuffix } = partitionOf(region);
      expect([region, name, dnsSuffix]).to.deep.equal([
        region,
        partition,
        facts[`suffixes of ${partition}`]?.split(' ')[0],
      ]);
    }
    const suffixes = behind('suffixes of ').flatMap((partition) => facts[`suffixes of ${partition}`]?.split(' ') ?? []);
    expect([...new Set(suffixes)].sort()).to.deep.equal([...serviceSuffixes()].sort());
    expect(behind('partition ').filter((partition) => !behind('suffixes of ').includes(partition))).to.deep.equal([]);
  });

  it('of partitions without CodeCommit is believed by the host names', () => {
    for (const region of behind('Region ')) {
      const { name } = partitionOf(region);
      const has = codeCommitRegions.some((other) => partitionOf(other).name === name);
      expect(codeCommitSuffix(region) !== undefined, region).to.equal(has);
    }
  });

  it('has every operation that is called', () => {
    expect(usedOperations().filter((name) => facts[`operation ${name}`] === undefined)).to.deep.equal([]);
    expect(Object.keys(members).sort()).to.deep.equal([...usedOperations()]);
  });

  for (const [operation, { takes, gives }] of Object.entries(members)) {
    it(`has what goes into ${operation} and what is read of its answer`, () => {
      const missing = [
        ...takes.split(' ').map((name) => `${operation} takes ${name}`),
        ...gives.split(' ').map((name) => `${operation} gives ${name}`),
      ].filter((name) => !name.endsWith(' ') && facts[name] === undefined);
      expect(missing).to.deep.equal([]);
    });
  }

  it('leaves no way to narrow a session that IAM Identity Center hands out', () => {
    expect([...behind('sso.GetRoleCredentials takes ')].sort()).to.deep.equal(['accessToken', 'accountId', 'roleName']);
  });

  for (const [operations, table] of rules) {
    it(`has the errors that are explained of ${operations}`, () => {
      const errors = operations.split(' ').flatMap(errorsOf);
      const unknown = table
        .map(({ code }) => code)
        .filter((code) => !ofAnyCall.some((one) => one.source === code.source))
        .filter((code) => !errors.some((error) => code.test(error)));
      expect(unknown.map(String)).to.deep.equal([]);
    });
  }

  it('has the other errors that are told apart by their codes', () => {
    const codes: Readonly<Record<string, readonly string[]>> = {
      'sts.AssumeRole': ['RegionDisabledException', 'MalformedPolicyDocument', 'PackedPolicyTooLarge'],
      'sts.AssumeRoleWithSAML': ['RegionDisabledException', 'MalformedPolicyDocument', 'PackedPolicyTooLarge'],
      'sts.GetFederationToken': ['RegionDisabledException', 'MalformedPolicyDocument', 'PackedPolicyTooLarge'],
      'sts.GetSessionToken': ['RegionDisabledException'],
      'sso.GetRoleCredentials': ['UnauthorizedException', 'ResourceNotFoundException'],
      'sso-oidc.CreateToken': ['SlowDownException', 'AuthorizationPendingException', 'ExpiredTokenException'],
      'cognito-idp.GetTokensFromRefreshToken': ['RefreshTokenReuseException', 'NotAuthorizedException'],
      'cognito-idp.InitiateAuth': ['InvalidParameterException'],
    };
    const missing = Object.entries(codes).flatMap(([operation, names]) =>
      names.filter((name) => !errorsOf(operation).includes(name)).map((name) => `${operation}: ${name}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('of the challenges of a user pool knows each that is answered', () => {
    const known = behind('cognito-idp.RespondToAuthChallenge takes ChallengeName ');
    expect(known).to.include.members([
      'SMS_MFA',
      'SOFTWARE_TOKEN_MFA',
      'EMAIL_OTP',
      'SELECT_MFA_TYPE',
      'NEW_PASSWORD_REQUIRED',
      'PASSWORD_VERIFIER',
      'MFA_SETUP',
    ]);
    expect(behind('cognito-idp.InitiateAuth takes AuthFlow ')).to.include.members([
      'USER_SRP_AUTH',
      'USER_PASSWORD_AUTH',
    ]);
  });
});
