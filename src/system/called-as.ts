import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { asGitCommand } from '../core/advice/say.js';
import { isTooOldNode } from '../core/ports/program.js';
import { version } from '../core/version.js';
import { isFleeting, isOfRunner, pathsOf } from '../git/settings/fleeting.js';
import { findPaths } from '../state/paths.js';
import { findProgram, isProgram, pathFolders } from './process/find-program.js';
import { realPath } from './real-path.js';
import { temporaryFolders } from './temporary-folders.js';

/** How this process was started. */
export interface Start {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The file of the command, as it was called: links are not followed. */
  readonly script: string;
  /** The running Node. */
  readonly node: string;
  readonly nodeVersion: string;
  /** The home folder, as the system names it. */
  readonly systemHome: string;
}

/**
 * The words by which this program is called here, so that every command that is printed can be run: `git codecommit`
 * where Git finds us, what npx was given where it runs us, else the file itself, or its copy in our data folder where
 * the file will not stay.
 */
export function calledAs(start: Start): readonly string[] {
  if (commandOnPath(start) !== undefined) return asGitCommand;
  return byNpx(start) ?? byFile(start);
}

/**
 * The file by which `git codecommit` works: Git looks for `git-codecommit` in the folders of PATH. Those that a runner of packages
 * puts there for the time that it runs us do not count. On Windows Git finds a file of that name, or a `.exe`; what
 * PATHEXT adds is for others.
 * Source: Git, run-command.c `locate_in_PATH`, compat/mingw.c `lookup_prog`.
 */
export function commandOnPath({ env, platform }: Pick<Start, 'env' | 'platform'>): string | undefined {
  const name = 'git-codecommit';
  const names = platform === 'win32' ? [`${name}.exe`, name] : [name];
  const paths = pathsOf(platform);
  return pathFolders(env, platform)
    .filter((folder) => !isOfRunner(folder))
    .flatMap((folder) => names.map((one) => paths.join(folder, one)))
    .find((file) => isProgram(file));
}

/**
 * npx writes down what it was given (`npx NAME`, `npx --package=FILE …`) in the folder that it installs into.
 * Source: npm, libnpmexec, lib/index.js (`_npx.packages`).
 */
function byNpx({ script, platform }: Start): readonly string[] | undefined {
  const [, folder] = /^(.*[\\/]_npx[\\/][^\\/]+)[\\/]node_modules[\\/]/.exec(script) ?? [];
  const known = folder === undefined ? undefined : givenToNpx(`${folder}/package.json`);
  if (folder === undefined || known === undefined) return undefined;
  const { given, installed } = known;
  if (!installed.startsWith('file:')) return ['npx', given];
  // npx would take a path for the command itself.
  const file = pathsOf(platform).resolve(folder, installed.slice('file:'.length));
  return existsSync(file) ? ['npx', `--package=${file}`, 'git-codecommit'] : undefined;
}

/** The one package that npx was given, and where npm has it from; undefined where that is not known. */
function givenToNpx(manifest: string): { readonly given: string; readonly installed: string } | undefined {
  try {
    const { dependencies, _npx } = JSON.parse(readFileSync(manifest, 'utf8')) as NpxManifest;
    const { packages } = _npx;
    const [given] = packages;
    const installed = dependencies['git-codecommit'];
    if (packages.length === 1 && typeof given === 'string' && typeof installed === 'string')
      return { given, installed };
  } catch {
    // It is not there, or not of this shape.
  }
  return undefined;
}

interface NpxManifest {
  readonly dependencies: Readonly<Record<string, unknown>>;
  readonly _npx: { readonly packages: readonly unknown[] };
}

function byFile(start: Start): readonly string[] {
  const { env, platform, node, nodeVersion } = start;
  const file = copyOf(start) ?? commandFile(start.script);
  const found = findProgram('node', env, platform);
  const isRunning = found !== undefined && realPath(found) === realPath(node);
  // On an old Node only the helper runs: the command needs the one that its user has.
  if (!isRunning && !isTooOldNode(nodeVersion)) return [node, file];
  return platform !== 'win32' && isProgram(file) ? [file] : ['node', file];
}

/** The credential helper runs from beside the command. */
function commandFile(script: string): string {
  if (/^git-codecommit(?:\.js)?$/.test(basename(script))) return script;
  return `${dirname(realPath(script) ?? script)}/git-codecommit.js`;
}

/** Our copy of a command that runs from a folder that is emptied, where a setup has made one. */
function copyOf({ env, platform, script, systemHome }: Start): string | undefined {
  try {
    const { data } = findPaths(platform, env, systemHome);
    if (!isFleeting(realPath(script) ?? script, { platform, data, temporaryFolders: temporaryFolders(env) }))
      return undefined;
    const copy = pathsOf(platform).join(data, 'program', version, 'git-codecommit.js');
    return existsSync(copy) ? copy : undefined;
  } catch {
    // A variable that names no folder is told of by whoever needs it.
    return undefined;
  }
}
