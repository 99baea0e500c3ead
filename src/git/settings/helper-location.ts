import { posix, win32 } from 'node:path';
import type { ProgramFacts } from '../../core/ports/program.js';
import type { HelperCommand } from './helper-value.js';

/** What the decision rests on. */
export interface HelperLocationFacts extends ProgramFacts {
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Where our own data lie. */
  readonly data: string;
}

/** Where Git will find the helper, and where the program must be copied first for that. */
export interface HelperLocation {
  readonly command: HelperCommand;
  readonly copyTo: string | undefined;
}

/**
 * Decides how Git's settings can name the helper so that it is still there tomorrow: never in a folder of npx or a
 * temporary one. From there the program is copied to our data folder first.
 */
export function locateHelper(facts: HelperLocationFacts): HelperLocation {
  const paths = pathsOf(facts.platform);
  const fleeting = isFleeting(facts.folder, facts);
  const folder = fleeting ? paths.join(facts.data, 'program', facts.version) : facts.folder;
  return {
    command: {
      bare: facts.inSystemFolder && !fleeting,
      file: paths.join(folder, 'git-credential-codecommit'),
      node: isFleeting(facts.node, facts) ? undefined : facts.node,
    },
    copyTo: fleeting ? folder : undefined,
  };
}

// npx: ~/.npm/_npx/HASH; pnpm dlx: …/pnpm/dlx/HASH or dlx-PID; yarn dlx: …/dlx-PID; bunx: bunx-UID-NAME.
const runnerFolder = /[\\/](?:_npx|dlx|dlx-[^\\/]*|bunx-[^\\/]*)[\\/]/;

function isFleeting(
  path: string,
  { platform, temporaryFolders, data }: Pick<HelperLocationFacts, 'platform' | 'temporaryFolders' | 'data'>,
): boolean {
  // A home in a temporary folder, as in a rehearsal, is the user's home all the same.
  if (isBelow(path, data, platform)) return false;
  return runnerFolder.test(`${path}/`) || temporaryFolders.some((folder) => isBelow(path, folder, platform));
}

function isBelow(path: string, folder: string, platform: NodeJS.Platform): boolean {
  const paths = pathsOf(platform);
  const way = paths.relative(folder, path);
  return folder !== '' && way !== '' && !/^\.\.(?:[\\/]|$)/.test(way) && !paths.isAbsolute(way);
}

function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
