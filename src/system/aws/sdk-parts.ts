import type * as common from './sdk/common.js';
import type { AwsFiles, Sections } from './settings.js';

/** The parts of the SDK that all clients share: its request handler, and the reader of AWS's files. */
export type SdkParts = typeof common;

/** Brings them: late, or out of a client's own file. */
export type LoadSdk = () => Promise<SdkParts>;

export const commonParts: LoadSdk = () => import('./sdk/common.js');

/** Both files through AWS's own reader, never from its cache: the wizard writes them while it runs. */
export async function readSections(files: AwsFiles, loadSdk = commonParts): Promise<{ config: Sections; credentials: Sections }> {
  const { loadSharedConfigFiles } = await loadSdk();
  const read = await loadSharedConfigFiles({ filepath: files.credentials, configFilepath: files.config, ignoreCache: true });
  return { config: read.configFile, credentials: read.credentialsFile };
}
