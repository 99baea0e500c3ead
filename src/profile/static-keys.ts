import { Secret } from '../core/secret.js';
import type { Credentials } from '../core/credentials.js';
import { readExpiration } from './expiry.js';
import { readIniAbout } from './ini/ini.js';
import { profileOf, valuesByName } from './ini/readings.js';
import type { FileKind, Values } from './ini/readings.js';

/** The texts of AWS's two files, one character a byte; undefined where there is no file. */
export interface Texts {
  readonly credentials: string | undefined;
  readonly config: string | undefined;
}

/** Keys as they stand in a profile. */
export interface StaticKeys extends Credentials {
  readonly from: FileKind;
  /**
   * The profile also holds another `aws_security_token`, which botocore (the AWS CLI) uses before `aws_session_token`;
   * every other reader, and we, use the latter.
   */
  readonly legacyToken?: true;
}

/**
 * The static keys of a profile: the credentials file first, then config; long-term or temporary. No environment, no
 * role, no process. The first file that names an access key for it decides, and nothing is put together out of both.
 * A file that botocore rejects as a whole is still read, as AWS's SDKs do, for a helper that works is worth more.
 * Source: botocore, `SharedCredentialProvider.load`, `ConfigProvider.load`.
 * @returns undefined where neither file holds an access key with its secret
 */
export function staticKeys(profile: string, texts: Texts): StaticKeys | undefined {
  return firstKeys(fileKinds, (kind) => profileValues(texts[kind], kind, profile));
}

const fileKinds = ['credentials', 'config'] as const;

/** The keys of the first file that names an access key, if they are whole. */
export function firstKeys(
  kinds: readonly FileKind[],
  valuesIn: (kind: FileKind) => Values | undefined,
): StaticKeys | undefined {
  for (const kind of kinds) {
    const values = valuesIn(kind);
    if (values?.['aws_access_key_id'] !== undefined) return keysFrom(values, kind);
  }
  return undefined;
}

/** What is looked up about profiles in texts that are there already. */
export interface ProfileLookup {
  readonly staticKeys: (profile: string) => StaticKeys | undefined;
  readonly settings: (profile: string) => Values | undefined;
}

/** Looks profiles up in both texts. */
export function profileLookup(texts: Texts): ProfileLookup {
  return {
    staticKeys: (profile) => staticKeys(profile, texts),
    settings: (profile) => profileSettings(profile, texts),
  };
}

/** What both files say about a profile, the credentials file's words first; undefined where neither has it. */
export function profileSettings(profile: string, { credentials, config }: Texts): Values | undefined {
  const own = profileValues(config, 'config', profile);
  const first = profileValues(credentials, 'credentials', profile);
  return own || first ? { ...own, ...first } : undefined;
}

/** What a file says about a profile, by botocore's rules. */
export function profileValues(text: string | undefined, kind: FileKind, profile: string): Values | undefined {
  if (text === undefined) return undefined;
  const isIt = (header: string): string | undefined => (profileOf(header, kind) === profile ? profile : undefined);
  return valuesByName(readIniAbout(text, profile), isIt).get(profile);
}

/** The keys among the values of one section, if it holds an access key with its secret. */
export function keysFrom(values: Values, from: FileKind): StaticKeys | undefined {
  const accessKeyId = plain(values['aws_access_key_id']);
  const secret = plain(values['aws_secret_access_key']);
  if (!accessKeyId || !secret) return undefined;
  const token = plain(values['aws_session_token']);
  const legacy = plain(values['aws_security_token']);
  const used = token || legacy;
  const expiration = used ? readExpiration(values) : undefined;
  return {
    accessKeyId,
    secretAccessKey: new Secret(secret),
    ...(used ? { sessionToken: new Secret(used) } : {}),
    ...(expiration ? { expiration } : {}),
    from,
    ...(token && legacy && token !== legacy ? { legacyToken: true as const } : {}),
  };
}

// No key or token holds white space: what follows it is a comment, or an indented line, which botocore alone takes for
// a part of the value. Words behind it are in the value of every reader, and so it is none.
function plain(value: string | undefined): string {
  return /^(\S*)(?:[^\S\n]+[;#].*)?(?:\n|$)/.exec(value ?? '')?.[1] ?? '';
}
