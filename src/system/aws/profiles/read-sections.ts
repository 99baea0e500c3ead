import { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
import type { AwsFilePaths, Sections } from '../settings.js';

/** Both files through AWS's own reader, never from its cache: the wizard writes them while it runs. */
export async function readSections(files: AwsFilePaths): Promise<{ config: Sections; credentials: Sections }> {
  const read = await loadSharedConfigFiles({
    filepath: files.credentials,
    configFilepath: files.config,
    ignoreCache: true,
  });
  return { config: read.configFile, credentials: read.credentialsFile };
}
