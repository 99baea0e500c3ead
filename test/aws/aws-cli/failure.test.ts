import { expect } from 'chai';

import { readAwsCliFailure } from '../../../src/aws/aws-cli/failure.js';

const git =
  "fatal: could not read Username for 'https://git-codecommit.eu-west-1.amazonaws.com': terminal prompts disabled\n";

describe('why the AWS CLI got no keys', () => {
  const said: readonly (readonly [string, string])[] = [
    ['The config profile (gone) could not be found', 'no-profile'],
    ['Unable to parse config file: /home/ana/.aws/config', 'unreadable'],
    ['Error loading SSO Token: Token for corp does not exist', 'signed-out-of-portal'],
    ['Error when retrieving token from sso: Token has expired and refresh failed', 'signed-out-of-portal'],
    [
      'The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO session run ' +
        'aws sso login with the corresponding profile.',
      'signed-out-of-portal',
    ],
    [
      'An error occurred (UnauthorizedException) when calling the GetRoleCredentials operation: Session token not found',
      'signed-out-of-portal',
    ],
    [
      "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'.",
      'signed-out-of-console',
    ],
    ['Error loading login session token: Token for x does not exist', 'signed-out-of-console'],
    ["'NoneType' object has no attribute 'secret_key'", 'no-keys'],
    ['Unable to locate credentials. You can configure credentials by running "aws configure".', 'no-keys'],
    ['Enter MFA code for arn:aws:iam::111122223333:mfa/ana: ', 'asks-for-mfa'],
    ['An error occurred (ExpiredToken) when calling the AssumeRole operation: The security token is expired', 'ended'],
    ['An error occurred (AccessDenied) when calling the AssumeRole operation: no', 'refused'],
    ['An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access', 'refused'],
    ['Could not connect to the endpoint URL: "https://sts.eu-west-1.amazonaws.com/"', 'network'],
    ['SSL validation failed for https://sts.amazonaws.com/ [SSL: CERTIFICATE_VERIFY_FAILED]', 'network'],
    ["git: 'credential-'!aws' is not a git command. See 'git --help'.", 'not-run'],
    ['aws codecommit credential-helper get: 1: aws: not found', 'not-run'],
    ['The source_profile "nobody" referenced in the profile "dev" does not exist.', 'other'],
    ['Error when retrieving credentials from custom-process: nope', 'other'],
  ];
  for (const [sentence, kind] of said)
    it(`is ${kind}, where it says "${sentence.slice(0, 60)}"`, () => {
      for (const prefix of ['', 'aws: [ERROR]: '])
        expect(readAwsCliFailure(`\n${prefix}${sentence}\n${git}`)).to.deep.equal({ kind, said: sentence.trim() });
    });

  it('is not a warning of Python before it, and nothing where nothing was said', () => {
    expect(
      readAwsCliFailure(
        'getpass.py:91: GetPassWarning: Can not control echo on the terminal.\nWarning: Password input may be echoed.\n' +
          `Enter MFA code for arn:aws:iam::1:mfa/ana: \n\n${git}`,
      ).kind,
    ).to.equal('asks-for-mfa');
    expect(readAwsCliFailure(git)).to.deep.equal({ kind: 'other', said: '' });
  });
});
