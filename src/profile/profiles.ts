import type { KnownProfile } from '../core/local-facts.js';
import { isLongTermKeyId } from '../core/credentials.js';
import { readIni, readIniAbout } from './ini/ini.js';
import { profileOf, ssoSessionOf, valuesByName } from './ini/readings.js';
import type { FileKind, Values } from './ini/readings.js';
import { firstKeys } from './static-keys.js';
import type { StaticKeys, Texts } from './static-keys.js';

/** A profile as AWS's tools put it together from both files. */
export interface Profile {
  readonly name: string;
  /** All its settings but the keys: config's, with the credentials file's on top. */
  readonly settings: Values;
  /** The static keys it holds, in the credentials file or else in config. */
  readonly keys: StaticKeys | undefined;
}

const secretKeys = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', 'aws_security_token'];

/**
 * Every profile of both files: those of the credentials file first, each file in its own order.
 * @param only the one that is looked for
 */
export function readProfiles({ credentials, config }: Texts, only?: string): readonly Profile[] {
  const inCredentials = profileValuesOf(credentials, 'credentials', only);
  const inConfig = profileValuesOf(config, 'config', only);
  return [...new Set([...inCredentials.keys(), ...inConfig.keys()])].map((name) => {
    const [first, second] = [inCredentials.get(name), inConfig.get(name)];
    const all = Object.entries({ ...second, ...first });
    return {
      name,
      settings: Object.fromEntries(all.filter(([key]) => !secretKeys.includes(key))),
      keys: firstKeys(['credentials', 'config'], (kind) => (kind === 'credentials' ? first : second)),
    };
  });
}

function profileValuesOf(text: string | undefined, kind: FileKind, only: string | undefined): Map<string, Values> {
  const ini = only === undefined ? readIni(text ?? '') : readIniAbout(text ?? '', only);
  return valuesByName(ini, (header) => {
    const name = profileOf(header, kind);
    return only === undefined || name === only ? name : undefined;
  });
}

/** An access key that does not end: all that is not of the temporary kind and has no token. */
export function isLongTerm(keys: StaticKeys): boolean {
  return isLongTermKeyId(keys.accessKeyId) || (keys.sessionToken === undefined && !keys.accessKeyId.startsWith('ASIA'));
}

/** What the AWS CLI would use of a profile, in the order in which botocore asks, in words. */
function describeProfile({ settings, keys }: Profile): string {
  if (settings['web_identity_token_file'] !== undefined) return 'role by web identity token';
  if (settings['role_arn'] !== undefined) return 'role';
  if (settings['sso_account_id'] !== undefined || settings['sso_role_name'] !== undefined) return 'IAM Identity Center';
  if (keys?.from === 'credentials') return describeKeys(keys);
  if (settings['login_session'] !== undefined) return 'aws login session';
  if (settings['credential_process'] !== undefined) return 'credential_process command';
  if (keys) return describeKeys(keys);
  return settings['sso_session'] !== undefined || settings['sso_start_url'] !== undefined
    ? 'IAM Identity Center'
    : 'no credentials';
}

function describeKeys(keys: StaticKeys): string {
  return isLongTerm(keys) ? 'long-term keys' : 'temporary keys';
}

/** A profile as the questions see it: no secret in it. */
export function knownProfile(profile: Profile, managed: boolean): KnownProfile {
  const { name, settings, keys } = profile;
  return {
    name,
    describes: describeProfile(profile),
    longTerm: keys !== undefined && isLongTerm(keys),
    managed,
    region: settings['region'],
    roleArn: settings['role_arn'],
    sourceProfile: settings['source_profile'],
    webIdentityTokenFile: settings['web_identity_token_file'],
    mfaSerial: settings['mfa_serial'],
    externalId: settings['external_id'],
    ssoSession: settings['sso_session'],
    ssoStartUrl: settings['sso_start_url'],
    ssoRegion: settings['sso_region'],
    ssoAccountId: settings['sso_account_id'],
    ssoRoleName: settings['sso_role_name'],
    loginSession: settings['login_session'] !== undefined,
    credentialProcess: settings['credential_process'],
  };
}

/** One `[sso-session NAME]` of the config file. */
export interface SsoSessionSettings {
  readonly name: string;
  readonly startUrl?: string | undefined;
  readonly region?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
}

/** The Identity Center sessions that config names. */
export function readSsoSessions(config: string | undefined): readonly SsoSessionSettings[] {
  return [...valuesByName(readIni(config ?? ''), ssoSessionOf)].map(([name, values]) => {
    const scopes = values['sso_registration_scopes']
      ?.split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== '');
    return { name, startUrl: values['sso_start_url'], region: values['sso_region'], ...(scopes && { scopes }) };
  });
}
