import { sectionsIn } from '../../../profile/sections.js';
import { readWhole } from '../../files/descriptors.js';
import type { AwsFilePaths, ReadFiles } from '../settings.js';

/**
 * Both files as they are at this moment, for the wizard writes them while it runs: by the rules by which profiles are
 * offered, and the credential helper finds keys.
 * @throws Problem `file` for what is no file
 */
export function readSections(files: AwsFilePaths): ReadFiles {
  return {
    config: sectionsIn(textOf(files.config), 'config'),
    credentials: sectionsIn(textOf(files.credentials), 'credentials'),
  };
}

function textOf(path: string): string | undefined {
  try {
    return readWhole(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
