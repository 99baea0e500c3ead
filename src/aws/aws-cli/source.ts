import { given } from '../credential-formats/environment-keys.js';

type Env = Readonly<Record<string, string | undefined>>;
type Settings = Readonly<Record<string, string>>;

/** What the AWS CLI's order is looked up in. */
export interface AwsCliSources {
  readonly env: Env;
  /** What both of AWS's files say of a profile; undefined where neither has it. */
  readonly settings: (profile: string) => Settings | undefined;
  /** Which of AWS's files has the keys of a profile. */
  readonly keysIn: (profile: string) => 'credentials' | 'config' | undefined;
}

/** Where the AWS CLI gets its keys. */
export interface AwsCliSource {
  readonly kind: 'environment' | 'role' | 'web-identity' | 'sso' | 'keys' | 'login' | 'process' | 'machine';
  /** The profile that leads there, whether it is there or not; undefined where a variable does. */
  readonly profile: string | undefined;
  /** Who names that profile. */
  readonly namedBy: 'flag' | 'variable' | undefined;
  /** The profile that a variable names, where keys in variables go before it. */
  readonly passedOver?: string | undefined;
}

/** The setting of a profile that leads to each. */
export const settingOf: Readonly<Partial<Record<AwsCliSource['kind'], string>>> = {
  role: 'role_arn',
  'web-identity': 'web_identity_token_file',
  sso: 'sso_account_id',
  login: 'login_session',
  process: 'credential_process',
};

/**
 * Where the AWS CLI looks for keys, in its own order: a profile that is named by `--profile` puts the variables out of
 * action, and one without any way to sign in leads to the role of the machine.
 * Source: botocore, `credentials.py`, `create_credential_resolver` and `ProfileProviderBuilder.providers`;
 * `configprovider.py`, `BOTOCORE_DEFAUT_SESSION_VARIABLES`.
 * @param flag the value of `--profile`; undefined where it is not given
 */
export function findAwsCliSource(flag: string | undefined, { env, settings, keysIn }: AwsCliSources): AwsCliSource {
  const variable = given(env['AWS_DEFAULT_PROFILE']) ?? given(env['AWS_PROFILE']);
  if (flag === undefined && given(env['AWS_ACCESS_KEY_ID']) !== undefined)
    return { kind: 'environment', profile: undefined, namedBy: undefined, passedOver: variable };
  const profile = flag ?? variable ?? 'default';
  const namedBy = flag !== undefined ? 'flag' : variable !== undefined ? 'variable' : undefined;
  const own = settings(profile) ?? {};
  const has = (name: string): boolean => own[name] !== undefined;
  const of = (kind: AwsCliSource['kind']): AwsCliSource => ({ kind, profile, namedBy });
  if (has('role_arn') && !has('web_identity_token_file')) return of('role');
  if (has('web_identity_token_file')) return of('web-identity');
  if (flag === undefined && given(env['AWS_WEB_IDENTITY_TOKEN_FILE']) !== undefined)
    return { kind: 'web-identity', profile: undefined, namedBy: undefined };
  if (has('sso_account_id') || has('sso_role_name')) return of('sso');
  if (keysIn(profile) === 'credentials') return of('keys');
  if (has('login_session')) return of('login');
  if (has('credential_process')) return of('process');
  return of(keysIn(profile) === 'config' ? 'keys' : 'machine');
}

/** The profile in which somebody signs in for a profile: the last of those that `source_profile` leads through. */
export function signInProfile(profile: string, settings: AwsCliSources['settings']): string {
  const seen = new Set<string>();
  let last = profile;
  while (!seen.has(last)) {
    seen.add(last);
    const own = settings(last);
    const next = own?.['role_arn'] === undefined ? undefined : own['source_profile'];
    if (next === undefined) return last;
    last = next;
  }
  return last;
}
