import { sectionsIn } from '../../../profile/sections.js';
import type { AwsTexts } from '../../../profile/why-not-writable.js';
import { readWhole } from '../../files/descriptors.js';
import type { AwsFilePaths, ReadFiles } from '../settings.js';

/**
 * Both files as they are at this moment, for the wizard writes them while it runs; one character a byte.
 * @throws Problem `file` for what is no file
 */
export function readTexts(files: AwsFilePaths): AwsTexts {
  return { config: textOf(files.config), credentials: textOf(files.credentials), paths: files };
}

/** Their sections, by the rules by which profiles are offered, and the credential helper finds keys. @throws as above */
export function readSections(files: AwsFilePaths): ReadFiles {
  return sectionsOf(readTexts(files));
}

/** The same of texts that are there already. */
export function sectionsOf({ config, credentials }: AwsTexts): ReadFiles {
  return { config: sectionsIn(config, 'config'), credentials: sectionsIn(credentials, 'credentials') };
}

function textOf(path: string): string | undefined {
  try {
    return readWhole(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
