import { loadSharedConfigFiles } from '@aws-sdk/shared-ini-file-loader';
import { largestFile } from '../../files/descriptors.js';
import { demandReadable } from '../../files/regular-file.js';
import type { AwsFilePaths, Sections } from '../settings.js';

/**
 * Both files through AWS's own reader, never from its cache: the wizard writes them while it runs. That reader waits for
 * ever where one of them is a pipe.
 * @throws Problem `file` for what is no file
 */
export async function readSections(files: AwsFilePaths): Promise<{ config: Sections; credentials: Sections }> {
  for (const path of [files.credentials, files.config]) demandReadable(path, largestFile);
  const read = await loadSharedConfigFiles({
    filepath: files.credentials,
    configFilepath: files.config,
    ignoreCache: true,
  });
  return { config: read.configFile, credentials: read.credentialsFile };
}
