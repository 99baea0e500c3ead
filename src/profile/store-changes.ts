import { sentence } from '../core/advice/advice.js';
import { doctor } from '../core/advice/own-commands.js';
import type { Credentials } from '../core/credentials.js';
import type { AwsFileReader } from '../core/ports/aws/aws-file-reader.js';
import type { Files } from '../core/ports/files.js';
import type { PrivateState } from '../core/ports/private-state.js';
import { Problem } from '../core/problem.js';
import { readIniAbout } from './ini/ini.js';
import { editSection, findSection } from './ini/ini-section.js';
import { textAbout } from './ini/relevant-parts.js';
import { backupPaths } from '../state/paths.js';
import { isLongTerm, readSsoSessions } from './profiles.js';
import type { SsoSessionSettings } from './profiles.js';
import { ssoSessionOf } from './ini/readings.js';
import { staticKeys } from './static-keys.js';
import type { StaticKeys } from './static-keys.js';
import { faulty, whyNotWritable } from './why-not-writable.js';
import type { AwsTexts } from './why-not-writable.js';
import {
  configHeader,
  profileKeys,
  removeCredentials,
  removeRegion,
  writeCredentials,
  writeRegion,
} from './write-profile.js';
import type { Made } from './write-profile.js';

/** What a change of AWS's two files takes from outside. */
export interface StoreChangePorts {
  readonly files: Pick<Files, 'read' | 'edit' | 'stat'>;
  readonly awsFileReader: AwsFileReader;
  readonly paths: { readonly credentials: string; readonly config: string; readonly state: string };
  readonly state: Pick<PrivateState, 'read' | 'write' | 'remove'>;
}

/** How a profile is written. */
export interface WriteOptions {
  /** Written into config for the profile, unless one is set there. */
  readonly region?: string | undefined;
  /** Long-term keys may be replaced. */
  readonly overwrite?: boolean | undefined;
  /**
   * The profile that this one is written beside, by the same setup; null for one that was asked for itself. What is
   * known of it stays where it is left out.
   */
  readonly beside?: string | null | undefined;
}

interface Writing {
  readonly name: string;
  readonly credentials: Credentials;
  readonly options: WriteOptions;
}

/**
 * Writes credentials into a profile, a Region into config where there is none, and reads them back as AWS's tools do.
 * @throws Problem; but for a failed read-back the files are then as they were
 */
export async function writeProfile(
  ports: StoreChangePorts,
  texts: AwsTexts,
  { name, credentials, options }: Writing,
): Promise<void> {
  const { files, paths, state } = ports;
  const refuse = (current: AwsTexts): void => {
    const problem = whyNotWritable(name, current, {
      overwrite: options.overwrite === true,
      credentials,
      config: options.region !== undefined,
    });
    if (problem) throw problem;
  };
  refuse(texts);
  // Refused before the credentials file is touched.
  const { region } = options;
  if (region !== undefined) writeRegion(texts.config ?? '', name, region, paths.config);
  await keepFirstState(ports, texts.credentials);
  // Remembered before it is done, so that a killed run can be taken back too.
  await state.write(name, 'files', makes(texts, { name, credentials, options }, await readMade(state, name)));
  await files.edit(paths.credentials, (text) => {
    if (text !== texts.credentials) refuse({ ...texts, credentials: text });
    return writeCredentials(text ?? '', name, credentials, paths.credentials);
  });
  if (region !== undefined)
    await files.edit(paths.config, (text) => writeRegion(text ?? '', name, region, paths.config));
  await readBack(ports, name, credentials);
}

function makes(
  { credentials: text, config }: AwsTexts,
  { name, credentials, options }: Writing,
  before: Made | undefined,
): Made {
  const section = findSection(readIniAbout(text ?? '', name), name);
  const inConfig = findSection(readIniAbout(config ?? '', name), configHeader(name));
  const hasRegion = inConfig?.options.some(({ key }) => key === 'region') === true;
  const writesRegion = options.region !== undefined && !hasRegion;
  const standing = staticKeys(name, { credentials: text, config: undefined });
  const isSame = standing?.accessKeyId === credentials.accessKeyId;
  const sessionBefore =
    before !== undefined && standing !== undefined && !isLongTerm(standing) && whoseKeys(standing, before) === 'ours'
      ? standing.accessKeyId
      : undefined;
  const beside = options.beside === undefined ? before?.beside : (options.beside ?? undefined);
  return {
    section: !section || before?.section === true,
    accessKeyId: credentials.accessKeyId,
    ...(sessionBefore !== undefined && { sessionBefore }),
    ...(isSame && isLongTerm(standing) && (before === undefined || before.foundKeys === true) && { foundKeys: true }),
    ...(beside !== undefined && { beside }),
    region: writesRegion ? options.region : before?.region,
    configSection: writesRegion ? !inConfig || before?.configSection === true : before?.configSection,
  };
}

/**
 * Whose keys stand in a profile. Without a record (the state was deleted), a session is taken for ours, and a long-term
 * key never is.
 */
function whoseKeys(keys: StaticKeys, made: Made | undefined): 'ours' | 'found' | 'changed' {
  if (made === undefined) return isLongTerm(keys) ? 'changed' : 'ours';
  if (!isLongTerm(keys) && keys.accessKeyId === made.sessionBefore) return 'ours';
  if (keys.accessKeyId !== made.accessKeyId) return 'changed';
  return made.foundKeys === true ? 'found' : 'ours';
}

/** What of a profile we wrote, as it stands now. */
export interface WrittenProfile {
  /** Whether there is a record of it: without one, what is said is a guess. */
  readonly isRecorded: boolean;
  /** Keys in the credentials file: ours, as they stood there before us, or changed since; undefined for none. */
  readonly keys: 'ours' | 'found' | 'changed' | undefined;
  /** The Region in config, if we wrote one. */
  readonly region: 'ours' | 'changed' | undefined;
  readonly beside: string | undefined;
}

/** Tells what of a profile is ours, for what is to be taken back. */
export async function whatIsWritten(
  { state }: Pick<StoreChangePorts, 'state'>,
  texts: Pick<AwsTexts, 'credentials' | 'config'>,
  name: string,
): Promise<WrittenProfile> {
  const made = await readMade(state, name);
  const keys = staticKeys(name, { credentials: texts.credentials, config: undefined });
  const section = findSection(readIniAbout(texts.config ?? '', name), configHeader(name));
  const region = section?.options.find(({ key }) => key === 'region')?.value;
  return {
    isRecorded: made !== undefined,
    keys: keys && whoseKeys(keys, made),
    region:
      made?.region === undefined || region === undefined ? undefined : region === made.region ? 'ours' : 'changed',
    beside: made?.beside,
  };
}

async function readMade(state: StoreChangePorts['state'], name: string): Promise<Made | undefined> {
  return (await state.read(name, 'files')) as Made | undefined;
}

/** Keeps the credentials file as it was before our first change, once and for ever. */
export async function keepFirstState(
  { files, paths, state }: StoreChangePorts,
  text: string | undefined,
): Promise<void> {
  const candidates = backupPaths(paths);
  for (const path of candidates) if (await files.stat(path)) return;
  if ((await state.read(paths.credentials, 'first')) !== undefined) return;
  if (text === undefined || text === '') await state.write(paths.credentials, 'first', 'empty');
  else
    await files.edit(candidates[(await files.stat(paths.credentials))?.isLink === true ? 1 : 0], (kept) =>
      kept === undefined ? text : undefined,
    );
}

/** Reads the profile as AWS's tools do. What another run has written into it meanwhile is no failure. */
async function readBack(
  { files, awsFileReader, paths }: StoreChangePorts,
  name: string,
  credentials: Credentials,
): Promise<void> {
  const expected = profileKeys(credentials);
  const about = async (path: string): Promise<string> => textAbout((await files.read(path)) ?? '', name);
  const texts = { credentials: await about(paths.credentials), config: await about(paths.config) };
  const byBotocore = staticKeys(name, { credentials: texts.credentials, config: undefined });
  if (byBotocore && byBotocore.accessKeyId !== credentials.accessKeyId) return;
  const byJavaScript = (await awsFileReader.profiles(texts))[name] ?? {};
  const wrong = Object.keys(expected).find((key) => byJavaScript[key] !== expected[key]);
  const foreignToken = credentials.sessionToken === undefined && byJavaScript['aws_session_token'] !== undefined;
  if (byBotocore && wrong === undefined && !foreignToken) return;
  throw new Problem(
    'file',
    `The keys were written to ${paths.credentials}, but AWS's own reader finds another ` +
      `${wrong ?? 'aws_session_token'} for profile ${name}.`,
    {
      hint: sentence`See what is in the way: ${doctor()}`,
    },
  );
}

/** Takes back what was written for a profile, and nothing that somebody else put there since. @throws Problem */
export async function removeProfile(
  { files, paths, state }: StoreChangePorts,
  texts: AwsTexts,
  name: string,
): Promise<void> {
  const made = await readMade(state, name);
  const keys = staticKeys(name, { credentials: texts.credentials, config: undefined });
  const ours = keys && whoseKeys(keys, made) === 'ours';
  const problem =
    (ours ? faulty(texts, 'credentials') : undefined) ??
    (made?.region === undefined ? undefined : faulty(texts, 'config'));
  if (problem) throw problem;
  // Refused before the credentials file is touched.
  if (made?.region !== undefined && texts.config) removeRegion(texts.config, name, made, paths.config);
  if (ours)
    await files.edit(
      paths.credentials,
      (text) => text && removeCredentials(text, name, { section: made?.section === true }, paths.credentials),
    );
  if (made?.region !== undefined)
    await files.edit(paths.config, (text) => text && removeRegion(text, name, made, paths.config));
  await state.remove(name, 'files');
}

/** Config with that session; undefined where it is there. @throws Problem `usage` where another has its name */
export function withSsoSession(
  text: string,
  session: SsoSessionSettings & { startUrl: string; region: string },
  path: string,
): string | undefined {
  const problem = faulty({ credentials: undefined, config: text, paths: { credentials: '', config: path } }, 'config');
  if (problem) throw problem;
  const present = readSsoSessions(text).find(({ name }) => name === session.name);
  if (!present) {
    const scopes = (session.scopes ?? ['sso:account:access']).join(',');
    return editSection(
      text,
      (header) => ssoSessionOf(header) === session.name,
      {
        set: { sso_start_url: session.startUrl, sso_region: session.region, sso_registration_scopes: scopes },
      },
      `sso-session ${session.name}`,
    );
  }
  if (present.startUrl === session.startUrl && present.region === session.region) return undefined;
  throw new Problem(
    'usage',
    `${path} has an sso-session ${session.name} already, for ${present.startUrl ?? 'no start URL'}.`,
    { hint: 'Choose another name for the session.' },
  );
}
