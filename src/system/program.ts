import { join } from 'node:path';
import * as os from 'node:os';
import type { Program, ProgramFacts } from '../core/ports/program.js';
import { openCommandLink } from './command-link.js';
import { copyFolder } from './files/copy-folder.js';
import { homeOf } from './home-folder.js';
import { findProgram } from './process/find-program.js';
import { realPath } from './real-path.js';
import { temporaryFolders } from './temporary-folders.js';

export interface ProgramOptions {
  readonly version: string;
  /** The folder of the built program. */
  readonly folder: string;
  readonly homeDirectory?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly node?: string;
  /** The PATH that programs with a window get; on macOS and Linux alike. */
  readonly systemPath?: string;
}

/** The installation that this process runs from. */
export function runningProgram({
  version,
  folder,
  homeDirectory = homeOf(os),
  env = process.env,
  platform = process.platform,
  node = process.execPath,
  systemPath = '/usr/bin:/bin',
}: ProgramOptions): Program {
  const real = realPath(folder) ?? folder;
  const facts: ProgramFacts = {
    folder: real,
    templates: join(real, 'templates'),
    node: lastingNode(realPath(node) ?? node),
    temporaryFolders: temporaryFolders(env),
    inSystemFolder: platform !== 'win32' && isInSystemFolder(real, systemPath),
  };
  return {
    version,
    facts: () => Promise.resolve(facts),
    copyTo: (target) => copyFolder(real, target),
    link: openCommandLink({ env, platform, homeDirectory, node, user: process.geteuid?.() }),
  };
}

function isInSystemFolder(folder: string, systemPath: string): boolean {
  const helper = findProgram('git-credential-codecommit', { PATH: systemPath }, 'linux');
  const node = findProgram('node', { PATH: systemPath }, 'linux');
  return (
    helper !== undefined &&
    node !== undefined &&
    realPath(helper) === realPath(join(folder, 'git-credential-codecommit'))
  );
}

// Homebrew and Snap give every version a folder of its own and remove it with the next; both keep a link to the newest.
const versioned: readonly (readonly [RegExp, string])[] = [
  [/^(.*)\/Cellar\/([^/]+)\/[^/]+\/bin\/node$/, '$1/opt/$2/bin/node'],
  [/^\/snap\/node\/\d+\/bin\/node$/, '/snap/node/current/bin/node'],
];

function lastingNode(node: string): string {
  for (const [pattern, lasting] of versioned) {
    const link = node.replace(pattern, lasting);
    if (link !== node && realPath(link) === node) return link;
  }
  return node;
}
