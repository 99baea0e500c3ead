import { sentence } from '../core/advice/advice.js';
import { doctor } from '../core/advice/own-commands.js';
import type { Credentials } from '../core/credentials.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { isoSeconds } from '../core/text/time.js';
import { expiryKey, otherExpiryKeys } from './expiry.js';
import { findFaults } from './ini/faults.js';
import { readIni, readIniAbout } from './ini/ini.js';
import { editSection, findSection, isEmptySection, lastLine, removeIniSection } from './ini/ini-section.js';
import { textAbout } from './ini/relevant-parts.js';
import { botocoreValues, defaultValues, javascriptValues, profileOf } from './ini/readings.js';
import type { Values } from './ini/readings.js';
import { restReadOtherwise } from './ini/same-rest.js';
import type { ChangedKeys } from './ini/same-rest.js';

/** The keys of a profile that are ours to write. */
const ourKeys = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token', expiryKey] as const;

/** Keys of other tools that would contradict what we write: botocore prefers the first to `aws_session_token`. */
const staleKeys = ['aws_security_token', ...otherExpiryKeys] as const;

/** What stands in the credentials file for these credentials. An end that is not known is not written. */
export function profileKeys(credentials: Credentials): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  return {
    aws_access_key_id: accessKeyId,
    aws_secret_access_key: secretAccessKey.reveal(),
    ...(sessionToken && { aws_session_token: sessionToken.reveal() }),
    ...(sessionToken && expiration && { [expiryKey]: isoSeconds(expiration) }),
  };
}

/**
 * The credentials file with these credentials in the profile. The result is proven on paper before it may be written:
 * by botocore's rules and by those of AWS's JavaScript SDK these keys count, and both read the rest as it was.
 * @param path where it lies, for a refusal
 * @throws Problem `file` where that cannot be had
 */
export function writeCredentials(text: string, name: string, credentials: Credentials, path: string): string {
  const set = profileKeys(credentials);
  const result = editSection(text, name, { set, remove: [...ourKeys, ...staleKeys] });
  const reader = whoReadsOtherwise(result, name, set);
  if (reader === undefined) return proven(text, result, { section: name, keys: [...ourKeys, ...staleKeys] }, path);
  throw new Problem(
    'file',
    `The keys of profile ${name} cannot be written to ${printable(path)} so that all AWS tools read them: ` +
      `${reader} would find something else there${because(text, name, reader)}. Nothing was changed.`,
    {
      hint: sentence`Change that line, or choose another profile; ${doctor()} names all such lines.`,
    },
  );
}

/**
 * The line that is most likely in the way: of those that AWS's readers disagree on, the one in this profile or before
 * it.
 */
function because(text: string, name: string, reader: string): string {
  const section = findSection(readIni(text), name);
  const ambiguous = findFaults(text, 'credentials').filter(({ level }) => level === 'ambiguous');
  const own =
    section && ambiguous.find(({ line }) => line >= section.header.number && line <= lastLine(section).number);
  const mixed = reader === 'the AWS CLI' ? ambiguous.find(({ id }) => id === 'default-section') : undefined;
  const fault = mixed ?? own ?? ambiguous[0];
  if (fault) return ` (line ${fault.line}: ${printable(fault.message)})`;
  return section ? ` (its section begins in line ${section.header.number})` : '';
}

function whoReadsOtherwise(after: string, name: string, set: Values): string | undefined {
  const ini = readIniAbout(after, name);
  const section = findSection(ini, name);
  const absent = [...ourKeys, ...staleKeys].filter((key) => set[key] === undefined);
  if (!section || !counts(botocoreValues(section, defaultValues(ini)), set, absent)) return 'the AWS CLI';
  if (!counts(javascriptValues(textAbout(after, name), name) ?? {}, set, absent)) return "AWS's JavaScript SDK";
  return undefined;
}

function counts(values: Values, set: Values, absent: readonly string[]): boolean {
  return (
    Object.entries(set).every(([key, value]) => values[key] === value) &&
    absent.every((key) => values[key] === undefined)
  );
}

/** Refuses a change by which one of AWS's readers would find something else in what is not ours. @throws Problem */
function proven(before: string, after: string, changed: ChangedKeys, path: string): string {
  const other = restReadOtherwise(before, after, changed);
  if (!other) return after;
  throw new Problem(
    'file',
    `${printable(path)}, line ${other.line}: ${other.reader} reads this line otherwise, or no more, once ` +
      `${changed.keys[0] ?? 'a key'} of [${printable(changed.section)}] is changed. Nothing was changed.`,
    {
      hint: sentence`Put what stands there to the start of a line; see what else is in the way: ${doctor()}`,
    },
  );
}

/** What was made in the files for a profile, so that `remove` takes out no more. */
export interface Made {
  /** The section of the credentials file was not there before. */
  readonly section: boolean;
  /** The access key that was written last. */
  readonly accessKeyId: string;
  /**
   * The session that was written before it: it still stands there where writing failed, or was killed, after this was
   * remembered.
   */
  readonly sessionBefore?: string | undefined;
  /** The same long-term key stood in the profile before: it is its owner's, and stays. */
  readonly foundKeys?: boolean | undefined;
  /** The profile that this one was written beside, by the same setup: a kept access key, an MFA session. */
  readonly beside?: string | undefined;
  /** The Region that was written into config, and whether its section is ours. */
  readonly region?: string | undefined;
  readonly configSection?: boolean | undefined;
}

/** Takes our keys out of a profile, and the header if it is ours and nothing else is left of the section. */
export function removeCredentials(text: string, name: string, made: Pick<Made, 'section'>, path: string): string {
  return withoutKeys(text, { section: name, keys: ourKeys }, made.section, path);
}

/** Whether the header names that profile in config: `[profile NAME]`, quoted or not, or `[default]`. */
export function configHeader(name: string): (header: string) => boolean {
  return (header) => profileOf(header, 'config') === name;
}

/**
 * Config with this Region for the profile, unless one is set there.
 * @throws Problem `file` where one of AWS's readers would read the rest otherwise
 */
export function writeRegion(text: string, name: string, region: string, path: string): string {
  const ini = readIniAbout(text, name);
  const section = findSection(ini, configHeader(name));
  if (section && botocoreValues(section, defaultValues(ini))['region'] !== undefined) return text;
  const header = section?.name ?? (name === 'default' ? name : `profile ${name}`);
  const result = editSection(text, header, { set: { region } });
  return proven(text, result, { section: header, keys: ['region'] }, path);
}

/** Takes the Region out of config again, if it is still the one we wrote. */
export function removeRegion(text: string, name: string, made: Made, path: string): string {
  const section = findSection(readIniAbout(text, name), configHeader(name));
  const region = section?.options.find(({ key }) => key === 'region')?.value;
  if (!section || region === undefined || region !== made.region) return text;
  return withoutKeys(text, { section: section.name, keys: ['region'] }, made.configSection === true, path);
}

function withoutKeys(text: string, changed: ChangedKeys, ownHeader: boolean, path: string): string {
  const { section: header, keys } = changed;
  const result = editSection(text, header, { remove: keys });
  const section = findSection(readIniAbout(result, header), header);
  const isLeft = !ownHeader || !section || !isEmptySection(result, section);
  return proven(text, isLeft ? result : removeIniSection(result, header), changed, path);
}
