/** Why the AWS CLI got no keys. */
export interface AwsCliFailure {
  readonly kind:
    | 'not-run'
    | 'misused'
    | 'no-profile'
    | 'signed-out-of-portal'
    | 'signed-out-of-console'
    | 'asks-for-mfa'
    | 'no-keys'
    | 'ended'
    | 'refused'
    | 'network'
    | 'unreadable'
    | 'other';
  /** Its own sentence, as it came. */
  readonly said: string;
}

/**
 * The CLI's sentences, of its first and its second version. Source: botocore, `exceptions.py`; awscli,
 * `customizations/codecommit.py`, which takes keys that are not there for some.
 */
const sentences: readonly (readonly [RegExp, AwsCliFailure['kind']])[] = [
  [/The config profile \(.*\) could not be found/, 'no-profile'],
  [/Unable to parse config file/, 'unreadable'],
  [/Enter MFA code for|MFA token required/, 'asks-for-mfa'],
  [/Error loading SSO Token|retrieving token from sso|SSO session .*(?:expired|invalid)/, 'signed-out-of-portal'],
  [/UnauthorizedException.*GetRoleCredentials|InvalidGrantException.*CreateToken/, 'signed-out-of-portal'],
  [/login session token|reauthenticate using 'aws login'/, 'signed-out-of-console'],
  [/'NoneType' object has no attribute|Unable to locate credentials/, 'no-keys'],
  [/\(ExpiredToken\w*\) when calling/, 'ended'],
  [/An error occurred \(\w+\) when calling/, 'refused'],
  [
    /Could not connect to the endpoint|(?:Connect|Read) timeout on|connect to proxy|Connection was closed before|failed to establish a connection|SSL validation failed/,
    'network',
  ],
  [/argument operation|unrecognized arguments|Unknown options/i, 'misused'],
  [/is not a git command|(?:command )?not found$|is not recognized as an internal/m, 'not-run'],
];

/** Reads what the AWS CLI said as Git's helper. @param stderr with what Git said itself */
export function readAwsCliFailure(stderr: string): AwsCliFailure {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim().replace(/^aws: \[ERROR\]: /, ''))
    .filter((line) => line !== '' && !/^(?:fatal|warning|usage):/.test(line));
  const known = lines
    .flatMap((line) => sentences.filter(([pattern]) => pattern.test(line)).map(([, kind]) => ({ kind, said: line })))
    .at(0);
  return known ?? { kind: 'other', said: lines.at(-1) ?? '' };
}
