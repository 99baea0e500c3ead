import { createHash } from 'node:crypto';
import { chmod, rm, rmdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AvailableBrowser } from '../../core/ports/saml-browser.js';
import { makeFolder } from '../files/make-folder.js';
import { isSnap } from './find-browser.js';

/** Where browser folders may lie. */
export interface FolderOptions {
  /** Our data folder. */
  readonly data: string;
  readonly homeDirectory: string;
}

/**
 * Where the private folder lies in which a browser keeps who is signed in at an address. Chrome lets nobody watch it in the
 * person's own profile (since version 136), and should not: this one holds nothing but the sign-in page's session.
 */
export async function profileFolder(
  browser: AvailableBrowser,
  idpUrl: string,
  options: FolderOptions,
): Promise<string> {
  return join(
    (await isSnap(browser.program)) ? snapData(browser.program, options) : join(options.data, 'browser'),
    folderName(idpUrl),
  );
}

/** Makes such a folder, for the user alone (0700). */
export async function makeProfileFolder(folder: string): Promise<void> {
  makeFolder(folder);
  await chmod(folder, 0o700);
}

/** Removes the folders of that address, whichever browser they belong to, and those above them that hold no other. */
export async function removeProfileFolders(idpUrl: string, options: FolderOptions): Promise<void> {
  const parents = [
    join(options.data, 'browser'),
    snapData('/snap/bin/chromium', options),
    snapData('/snap/bin/brave', options),
  ];
  await Promise.all(
    parents.map(async (parent) => {
      await rm(join(parent, folderName(idpUrl)), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
      await rmdir(parent).catch(() => undefined);
    }),
  );
}

/**
 * A snap may write to its own data folder only, not to hidden folders below home. Source: snapcraft.io, "The home
 * interface".
 */
function snapData(program: string, { homeDirectory }: FolderOptions): string {
  return join(
    homeDirectory,
    'snap',
    basename(program).replace('chromium-browser', 'chromium'),
    'common',
    'git-codecommit',
  );
}

function folderName(idpUrl: string): string {
  return createHash('sha256').update(idpUrl).digest('hex').slice(0, 16);
}
