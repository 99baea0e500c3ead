import { constants, accessSync, existsSync, lstatSync, readlinkSync, statSync, symlinkSync, unlinkSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { CommandLink, CommandPlace } from '../core/ports/command-link.js';
import { Problem } from '../core/problem.js';
import { printable } from '../core/text/printable.js';
import { isOfRunner } from '../git/settings/fleeting.js';
import { commandOnPath } from './called-as.js';
import { findProgram, pathFolders } from './process/find-program.js';
import { realPath } from './real-path.js';

export interface CommandLinkFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** The running Node. */
  readonly node: string;
  /** The number of the user, where users have one. */
  readonly user: number | undefined;
}

const name = 'git-codecommit';

/** The link on PATH of this computer. */
export function openCommandLink(facts: CommandLinkFacts): CommandLink {
  return {
    place: (data) => findPlace(facts, data),
    put: (path, target, data) => saying(path, 'made', () => put(path, target, data)),
    target: (path) => Promise.resolve(targetOf(path)),
    remove: (path, target) =>
      saying(path, 'removed', () => {
        if (targetOf(path) === target) unlinkSync(path);
      }),
  };
}

function findPlace(facts: CommandLinkFacts, data: string): CommandPlace {
  const { env, platform, node } = facts;
  const found = commandOnPath({ env, platform });
  if (found !== undefined) {
    // Such a link in the folder of somebody else was not made by us.
    const isToRenew = isOurs(found, data) && isOwnFolder(dirname(found), facts);
    return { kind: isToRenew ? 'free' : 'works', path: found };
  }
  if (platform === 'win32') return { kind: 'none', why: 'on Windows a link takes rights that few people have' };
  const onPath = findProgram('node', env, platform);
  if (onPath === undefined || realPath(onPath) !== realPath(node))
    return { kind: 'none', why: 'the Node of PATH is not the one that runs this' };
  const [path] = pathFolders(env, platform)
    .filter((folder) => isOwnFolder(folder, facts))
    .map((folder) => join(folder, name))
    .filter((one) => !isThere(one) || isOurs(one, data));
  return path === undefined
    ? { kind: 'none', why: 'PATH has no folder below your home that is yours alone, and for programs of yours' }
    : { kind: 'free', path };
}

/** What tools keep for themselves: a next version of them empties it, or it is another folder in another shell. */
const ofTools =
  /[\\/](?:node_modules|shims|go|pnpm|Library|snap|\.(?!local[\\/])[^\\/]+|[^\\/]*(?:conda|sdk)[^\\/]*)(?:[\\/]|$)/i;

/**
 * A folder in which people keep programs of their own: below the home, nobody else's and written by nobody else, all the
 * way up; of no package or version manager, and of no repository, whose next checkout could bring something else.
 */
function isOwnFolder(given: string, { homeDirectory, user }: CommandLinkFacts): boolean {
  const [folder, home] = [realPath(given), realPath(homeDirectory)];
  if (folder === undefined || home === undefined || !folder.startsWith(`${home}${sep}`)) return false;
  const below = `${sep}${folder.slice(home.length + 1)}`;
  if (ofTools.test(below) || isOfRunner(folder)) return false;
  if (['node', 'npm', 'npx', 'corepack'].some((one) => isThere(join(folder, one)))) return false;
  if (existsSync(join(folder, '..', 'lib', 'node_modules')) || existsSync(join(folder, '..', 'conda-meta')))
    return false;
  const way: string[] = [];
  for (let at = folder; at !== dirname(home); at = dirname(at)) way.push(at);
  return way.every((one) => isPrivate(one, user) && !existsSync(join(one, '.git'))) && mayWrite(folder);
}

function isPrivate(folder: string, user: number | undefined): boolean {
  try {
    const { mode, uid } = statSync(folder);
    return (user === undefined || uid === user) && (mode & 0o022) === 0;
  } catch {
    return false;
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isOurs(path: string, data: string): boolean {
  return targetOf(path)?.startsWith(join(data, 'program') + sep) === true;
}

function targetOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function put(path: string, target: string, data: string): void {
  if (isOurs(path, data)) unlinkSync(path);
  symlinkSync(target, path);
}

function saying(path: string, done: string, work: () => void): Promise<void> {
  try {
    work();
    return Promise.resolve();
  } catch (cause) {
    return Promise.reject(
      new Problem('file', `The link ${printable(path, 200)} could not be ${done}.`, {
        hint: 'Look at what is there.',
        cause,
      }),
    );
  }
}
