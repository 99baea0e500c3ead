import type { Credentials } from '../core/credentials.js';
import type { Problem } from '../core/problem.js';
import type { KnownProfile } from '../core/local-facts.js';
import { knownProfile, readProfiles, readSsoSessions } from './profiles.js';
import type { SsoSessionSettings } from './profiles.js';
import { profileLookup, staticKeys } from './static-keys.js';
import type { ProfileLookup, StaticKeys } from './static-keys.js';
import type { StoreChangePorts, WriteOptions, WrittenProfile } from './store-changes.js';
import type { AwsTexts } from './why-not-writable.js';

/** The ports that the store needs. */
export interface StorePorts extends StoreChangePorts {
  /** The profiles that have a recipe. */
  readonly managed: () => Promise<readonly string[]>;
}

/** AWS's credentials and config files as a store of profiles. */
export interface ProfileStore {
  /** Repairs what botocore rejects, where that takes no guess; says what was done, a sentence each. */
  repairFiles(): Promise<readonly string[]>;
  /** Every profile of both files. */
  list(): Promise<readonly KnownProfile[]>;
  /** One profile of those. */
  read(name: string): Promise<KnownProfile | undefined>;
  /** The static keys of a profile: credentials file, then config. */
  keys(name: string): Promise<StaticKeys | undefined>;
  /** Both files as they are at this moment. */
  lookup(): Promise<ProfileLookup>;
  /** Why keys must not be written into that profile; nothing where they may. */
  whyNotWritable(name: string, options: { readonly overwrite: boolean }): Promise<Problem | undefined>;
  /**
   * Writes credentials, temporary or long-term, into a profile, and reads them back as AWS's tools do.
   * Throws Problem; but for a failed read-back the files are then as they were.
   */
  write(name: string, credentials: Credentials, options: WriteOptions): Promise<void>;
  /** What `write` wrote into a profile, as it stands now. */
  written(name: string): Promise<WrittenProfile>;
  /** Takes back what `write` wrote, and nothing that somebody else put there since. */
  remove(name: string): Promise<void>;
  ssoSessions(): Promise<readonly SsoSessionSettings[]>;
  /** Adds `[sso-session NAME]` to config. One that is there is left alone, and refused if it is another's. */
  addSsoSession(session: SsoSessionSettings & { readonly startUrl: string; readonly region: string }): Promise<void>;
}

/** Opens AWS's two files as a store. What changes them is loaded when something is to be changed. */
export function openProfileStore(ports: StorePorts): ProfileStore {
  const { files, paths } = ports;
  const read = async (): Promise<AwsTexts> => ({
    paths,
    credentials: await files.read(paths.credentials),
    config: await files.read(paths.config),
  });
  const list = async (): Promise<readonly KnownProfile[]> => {
    const managed = await ports.managed();
    return readProfiles(await read()).map((profile) => knownProfile(profile, managed.includes(profile.name)));
  };
  return {
    list,
    read: async (name) => (await list()).find((profile) => profile.name === name),
    keys: async (name) => staticKeys(name, await read()),
    lookup: async () => profileLookup(await read()),
    ssoSessions: async () => readSsoSessions(await files.read(paths.config)),
    whyNotWritable: async (name, { overwrite }) =>
      (await import('./why-not-writable.js')).whyNotWritable(name, await read(), { overwrite, config: true }),
    write: async (name, credentials, options) => {
      const { writeProfile } = await import('./store-changes.js');
      await writeProfile(ports, await read(), { name, credentials, options });
    },
    written: async (name) => {
      const { whatIsWritten } = await import('./store-changes.js');
      return await whatIsWritten(ports, await read(), name);
    },
    remove: async (name) => {
      const { removeProfile } = await import('./store-changes.js');
      await removeProfile(ports, await read(), name);
    },
    repairFiles: async () => await (await import('./repair-files.js')).repairFiles(ports, await read()),
    addSsoSession: async (session) => {
      const { withSsoSession } = await import('./store-changes.js');
      await files.edit(paths.config, (text) => withSsoSession(text ?? '', session, paths.config));
    },
  };
}
