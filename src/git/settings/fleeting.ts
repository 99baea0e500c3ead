import { posix, win32 } from 'node:path';

/** What it rests on whether something stays where it lies. */
export interface FleetingFacts {
  readonly platform: NodeJS.Platform;
  /** Folders that are emptied sooner or later. */
  readonly temporaryFolders: readonly string[];
  /** Where our own data lie. */
  readonly data: string;
}

// npx: ~/.npm/_npx/HASH; pnpm dlx: …/pnpm/dlx/HASH or dlx-PID; yarn dlx: …/dlx-PID; bunx: bunx-UID-NAME.
const runnerFolder = /[\\/](?:_npx|dlx|dlx-[^\\/]*|bunx-[^\\/]*)[\\/]/;

// What npm and its like add to PATH for the programs that they start; yarn's own is in a folder of its file system.
const runnerPath = /[\\/](?:node_modules[\\/]\.bin|xfs-[0-9a-f]+)[\\/]?$/;

/** Whether a path is in a folder that vanishes: of npx and its like, or a temporary one. */
export function isFleeting(path: string, { platform, temporaryFolders, data }: FleetingFacts): boolean {
  // A home in a temporary folder, as in a rehearsal, is the user's home all the same.
  if (isBelow(path, data, platform)) return false;
  return runnerFolder.test(`${path}/`) || temporaryFolders.some((folder) => isBelow(path, folder, platform));
}

/** Whether a folder of PATH is one that stands there only for a program that npm, npx or one of their like runs. */
export function isOfRunner(folder: string): boolean {
  return runnerFolder.test(`${folder}/`) || runnerPath.test(folder);
}

function isBelow(path: string, folder: string, platform: NodeJS.Platform): boolean {
  const paths = pathsOf(platform);
  const way = paths.relative(folder, path);
  return folder !== '' && way !== '' && !/^\.\.(?:[\\/]|$)/.test(way) && !paths.isAbsolute(way);
}

/** How paths are put together there. */
export function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === 'win32' ? win32 : posix;
}
