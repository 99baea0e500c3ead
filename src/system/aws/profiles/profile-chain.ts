import { sentence } from '../../../core/advice/advice.js';
import { refresh, setUp } from '../../../core/advice/own-commands.js';
import type { Credentials } from '../../../core/credentials.js';
import type { AssumeRoleInput, AwsAccess, ProfileOptions, Sts } from '../../../core/ports/aws/aws.js';
import type { Sent } from '../../../aws/refusals/rule.js';
import { Problem, Refusal } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';
import { Secret } from '../../../core/secret.js';
import type { FileKind } from '../../../profile/ini/readings.js';
import { keysFrom } from '../../../profile/static-keys.js';
import type { Sections } from '../../../profile/sections.js';
import { readTokenFile } from './web-identity.js';

type Section = Sections[string];

/** How the profiles of a chain are asked. */
export interface ChainOptions extends ProfileOptions {
  /**
   * The profile whose settings apply to every call, and which the Region was taken from: the one that was asked for, as
   * with `aws --profile`, and not each its own. Source: botocore, `_get_client_creator`.
   */
  readonly settings: string;
}

/** The ways to sign in that are not told here, but asked of AWS's own providers. */
export interface Providers {
  identityCenter(profile: string, section: Section, options: ChainOptions): Promise<Credentials>;
  consoleLogin(profile: string, section: Section, options: ChainOptions): Promise<Credentials>;
  process(profile: string, command: string, options: ChainOptions): Promise<Credentials>;
  environment(): Credentials | undefined;
  /** Undefined where no container's variables are set. */
  container(options: ChainOptions): Promise<Credentials> | undefined;
  /** @param settings of the profile that was asked for: where the metadata service is */
  instance(settings: Section, options: ChainOptions): Promise<Credentials>;
}

/** What walking along a chain of profiles needs. */
export interface Chain {
  /** Both of AWS's files, the credentials file's settings over the config file's. */
  readonly sections: Sections;
  /** Each file by itself, for keys: they are never put together out of both. */
  readonly files: Readonly<Record<'credentials' | 'config', Sections>>;
  /** Why nothing is found of a profile, or not its keys, where a line of the files explains it. */
  readonly whyUnreadable: (profile: string) => Problem | undefined;
  readonly providers: Providers;
  sts(access: AwsAccess): Promise<Pick<Sts, 'assumeRole' | 'assumeRoleWithWebIdentity'>>;
  readonly options: ChainOptions;
  /** Makes the names of sessions that need none of their own tell one from the other. */
  readonly sessionName: string;
}

/**
 * The credentials of a profile, looked for in the AWS CLI's order, so that what `aws --profile X` can use can be used
 * here: a role with a source (unless the source has keys of its own), web identity token file, Identity Center, keys in the
 * credentials file, `aws login`, process, keys in the config file. The machine's own role, which the AWS CLI then falls
 * back on, is a way to sign in of its own here. Source: botocore, `create_credential_resolver` and
 * `ProfileProviderBuilder`; AWS CLI user guide, "Configuration settings".
 *
 * @param from the profiles that led here, outermost first
 */
export async function chainCredentials(
  profile: string,
  chain: Chain,
  from: readonly string[] = [],
): Promise<Credentials> {
  const section = sectionOf(profile, chain, from);
  const tokenFile = section['web_identity_token_file'];
  const isRole = section['role_arn'] !== undefined && tokenFile === undefined;
  if (isRole && (from.length === 0 || !namesKeys(section)))
    return assumeRole(profile, section, chain, [...from, profile]);
  if (tokenFile) return webIdentity(profile, tokenFile, section, chain);
  // A session or a portal alone is for tools that want its token, and not for keys.
  if (section['sso_account_id'] !== undefined || section['sso_role_name'] !== undefined)
    return chain.providers.identityCenter(profile, section, chain.options);
  const keys = keysIn(profile, 'credentials', chain);
  if (keys) return keys;
  if (section['login_session'] !== undefined) return chain.providers.consoleLogin(profile, section, chain.options);
  if (section['credential_process'] !== undefined)
    return chain.providers.process(profile, section['credential_process'], chain.options);
  const configKeys = keysIn(profile, 'config', chain);
  if (configKeys) return configKeys;
  const why = chain.whyUnreadable(profile);
  if (why) throw why;
  throw new Problem('aws', `The profile ${quoted(profile)} holds no credentials and no way to get some.`, {
    hint: sentence`Give another source profile, or sign in another way: ${setUp()}`,
  });
}

function sectionOf(profile: string, chain: Chain, from: readonly string[]): Section {
  const found = Object.hasOwn(chain.sections, profile) ? chain.sections[profile] : undefined;
  if (found) return found;
  const why = chain.whyUnreadable(profile);
  if (why) throw why;
  const known = Object.keys(chain.sections)
    .filter((name) => !/^(sso-session|services)\./.test(name))
    .slice(0, 8);
  const parent = from.at(-1);
  const wanted = parent === undefined ? '' : `, which the profile ${quoted(parent)} names as its source`;
  throw new Problem('usage', `There is no profile ${quoted(profile)}${wanted}.`, {
    hint:
      known.length > 0
        ? `There are: ${known.map((name) => printable(name, 60)).join(', ')}`
        : sentence`Sign in another way: ${setUp()}`,
  });
}

/** Whether a profile has keys of its own, or what was meant as some. */
function namesKeys(section: Section): boolean {
  return section['aws_access_key_id'] !== undefined || section['aws_secret_access_key'] !== undefined;
}

/** A profile's keys in one of AWS's files; without a key id it has none there. */
function keysIn(profile: string, kind: FileKind, chain: Chain): Credentials | undefined {
  const values = (Object.hasOwn(chain.files[kind], profile) ? chain.files[kind][profile] : undefined) ?? {};
  if (values['aws_access_key_id'] === undefined) return undefined;
  const keys = keysFrom(values, kind);
  if (!keys) throw chain.whyUnreadable(profile) ?? halfAKey(profile);
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}

function halfAKey(profile: string): Problem {
  return new Problem('aws', `The profile ${quoted(profile)} has only one half of a key.`, {
    hint: 'Write both into the credentials file, or give another source profile.',
  });
}

async function assumeRole(
  profile: string,
  section: Section,
  chain: Chain,
  visited: readonly string[],
): Promise<Credentials> {
  const { role_arn: roleArn = '', mfa_serial: serialNumber, duration_seconds: duration } = section;
  const credentials = await sourceOf(profile, section, chain, visited);
  const sts = await chain.sts({
    region: chain.options.region,
    credentials,
    profile: chain.options.settings,
    signal: chain.options.signal,
  });
  const input: AssumeRoleInput = {
    roleArn,
    sessionName: section['role_session_name'] ?? chain.sessionName,
    externalId: section['external_id'],
    durationSeconds: duration === undefined || !/^\d+$/.test(duration) ? undefined : Number(duration),
    serialNumber,
    // Asked for last: a code lives thirty seconds, and getting the source may take a while.
    tokenCode: serialNumber === undefined ? undefined : await mfaCode(profile, serialNumber, chain.options),
  };
  return await byItsLines(profile, { ...input, sourceProfile: section['source_profile'] }, () => sts.assumeRole(input));
}

/** What AWS refuses here comes of the profile's lines, and is said so. */
async function byItsLines<T>(profile: string, sent: Sent, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw (await import('../../../aws/refusals/by-profile.js')).refusedByProfile(error, profile, sent);
  }
}

function sourceOf(profile: string, section: Section, chain: Chain, visited: readonly string[]): Promise<Credentials> {
  const { source_profile: source, credential_source: place } = section;
  if (place !== undefined && source !== undefined)
    throw new Problem('aws', `The profile ${quoted(profile)} has both source_profile and credential_source.`, {
      hint: 'Delete one of the two lines in ~/.aws/config: no AWS tool takes both.',
    });
  if (place !== undefined) return sourceByName(profile, place, chain);
  if (source === undefined) {
    throw new Problem(
      'aws',
      `The profile ${quoted(profile)} names a role, but neither source_profile nor credential_source.`,
      {
        hint: 'Write the profile to assume the role from into ~/.aws/config: source_profile = NAME',
      },
    );
  }
  const isItself = source === profile && section['aws_access_key_id'] !== undefined;
  if (visited.includes(source) && !isItself) {
    throw new Problem(
      'aws',
      'The source profiles go round in a circle: ' +
        `${[...visited, source].map((name) => printable(name, 60)).join(' → ')}.`,
      {
        hint: `Correct source_profile of one of them in ~/.aws/config.`,
      },
    );
  }
  return chainCredentials(source, chain, visited);
}

const whyNot: Readonly<Record<string, string>> = {
  Environment: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set',
  EcsContainer: 'this is no container: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor …_FULL_URI is set',
};

async function sourceByName(profile: string, place: string, chain: Chain): Promise<Credentials> {
  if (place === 'Ec2InstanceMetadata')
    return chain.providers.instance(chain.sections[chain.options.settings] ?? {}, chain.options);
  const found =
    place === 'Environment'
      ? chain.providers.environment()
      : place === 'EcsContainer'
        ? chain.providers.container(chain.options)
        : undefined;
  if (found) return found;
  const why = whyNot[place] ?? 'there is no such source';
  throw new Problem('aws', `The profile ${quoted(profile)} takes its credentials from ${quoted(place)}, but ${why}.`, {
    hint: 'credential_source is Environment, Ec2InstanceMetadata or EcsContainer.',
  });
}

async function mfaCode(profile: string, serial: string, options: ChainOptions): Promise<string> {
  if (options.mfaCode) return options.mfaCode(serial);
  throw new Problem('aws', `The profile ${quoted(profile)} needs an MFA code, and there is nobody to ask.`, {
    hint: sentence`Run it at a terminal: ${refresh()}`,
  });
}

async function webIdentity(profile: string, path: string, section: Section, chain: Chain): Promise<Credentials> {
  const { role_arn: roleArn } = section;
  if (roleArn === undefined)
    throw new Problem('aws', `The profile ${quoted(profile)} has a web_identity_token_file, but no role_arn.`);
  const whose = `the profile ${quoted(profile)}`;
  const token = await readTokenFile(whose, path, `web_identity_token_file of ${whose}`);
  const sts = await chain.sts({
    region: chain.options.region,
    profile: chain.options.settings,
    signal: chain.options.signal,
  });
  const sessionName = section['role_session_name'] ?? chain.sessionName;
  return await byItsLines(profile, { roleArn, sessionName }, () =>
    sts.assumeRoleWithWebIdentity({ roleArn, sessionName, token: new Secret(token) }),
  );
}

/** A name out of a file, made harmless and set apart from the sentence. */
function quoted(name: string): string {
  return `"${printable(name, 100)}"`;
}
