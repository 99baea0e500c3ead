import type { AwsFileReader } from '../../core/ports/aws/aws-file-reader.js';

/** AWS's loader, as its JavaScript SDKs use it, loaded when it is needed. */
export function openAwsFileReader(): AwsFileReader {
  return {
    profiles: async (texts) => {
      const { parseKnownFiles } = await import('@aws-sdk/shared-ini-file-loader');
      return await inPlaceOfFiles(texts, (paths) => parseKnownFiles({ ...paths, ignoreCache: true }));
    },
  };
}

let calls = 0;

/**
 * Lets AWS's loader read texts in place of files, through `externalDataInterceptor`, which it exports, though as
 * internal: its version is pinned, and the tests hold the two ways against each other. The texts go in under names that
 * no file can have, and are taken out again, for they hold secrets. Should it look for a file after all, it finds none,
 * and what was written counts as not read back.
 * @param texts latin1
 */
export async function inPlaceOfFiles<T>(
  { credentials, config }: Readonly<Record<'credentials' | 'config', string>>,
  work: (paths: { readonly filepath: string; readonly configFilepath: string }) => Promise<T>,
): Promise<T> {
  const { externalDataInterceptor } = await import('@aws-sdk/shared-ini-file-loader');
  calls += 1;
  const [filepath, configFilepath] = [`\0credentials ${calls}`, `\0config ${calls}`];
  externalDataInterceptor.interceptFile(filepath, decoded(credentials));
  externalDataInterceptor.interceptFile(configFilepath, decoded(config));
  try {
    return await work({ filepath, configFilepath });
  } finally {
    for (const path of [filepath, configFilepath])
      Reflect.deleteProperty(externalDataInterceptor.getFileRecord(), path);
  }
}

/** As the loader has it of a file. */
function decoded(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
