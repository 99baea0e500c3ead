import { access, constants, realpath, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { PlatformPath } from 'node:path';
import type { AvailableBrowser } from '../../core/ports/saml-browser.js';
import type { Env } from '../network/proxy.js';

/** Where to look. */
export interface BrowserSearch {
  readonly env: Env;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
  /** Ends the looking. */
  readonly signal?: AbortSignal | undefined;
}

interface Known {
  readonly name: string;
  /** On Linux: names on PATH. */
  readonly programs: readonly string[];
  /** On macOS: the application, which has a program of the same name in it. */
  readonly application: string;
  /** On Windows: below the folders that programs are installed to. */
  readonly executable: string;
}

/**
 * Browsers of Chromium's family, in the order they are tried: what somebody installed on purpose comes before what was
 * there (Edge). Firefox and Safari have no way to hold back a request without opening a port.
 */
const family: readonly Known[] = [
  {
    name: 'Google Chrome',
    programs: ['google-chrome-stable', 'google-chrome'],
    application: 'Google Chrome',
    executable: 'Google\\Chrome\\Application\\chrome.exe',
  },
  {
    name: 'Brave',
    programs: ['brave-browser-stable', 'brave-browser', 'brave'],
    application: 'Brave Browser',
    executable: 'BraveSoftware\\Brave-Browser\\Application\\brave.exe',
  },
  {
    name: 'Chromium',
    programs: ['chromium', 'chromium-browser'],
    application: 'Chromium',
    executable: 'Chromium\\Application\\chrome.exe',
  },
  {
    name: 'Microsoft Edge',
    programs: ['microsoft-edge-stable', 'microsoft-edge'],
    application: 'Microsoft Edge',
    executable: 'Microsoft\\Edge\\Application\\msedge.exe',
  },
];

/** The first browser of the family that is installed, or undefined. */
export async function findInstalled(search: BrowserSearch): Promise<AvailableBrowser | undefined> {
  for (const candidate of candidates(search)) {
    if (await isProgram(candidate.program)) return candidate;
  }
  return undefined;
}

/** Everywhere a browser of the family may lie, best first. */
export function candidates(search: BrowserSearch): readonly AvailableBrowser[] {
  return family.flatMap((known) => pathsOf(known, search).map((program) => ({ name: known.name, program })));
}

/**
 * The program that somebody named: a path, a name on PATH, or an application of macOS.
 * @returns undefined when there is no such program
 */
export async function findNamed(wanted: string, search: BrowserSearch): Promise<AvailableBrowser | undefined> {
  const paths = pathFor(search.platform);
  const inApplication = /([^/]+)\.app\/?$/.exec(wanted);
  const isPath = paths.isAbsolute(wanted);
  const application =
    inApplication !== null && isPath ? paths.join(wanted, 'Contents', 'MacOS', inApplication[1] ?? '') : wanted;
  for (const program of isPath ? [application] : onPath(wanted, search)) {
    if (await isProgram(program)) return { name: nameOf(program, search.platform), program };
  }
  return undefined;
}

function pathsOf(known: Known, search: BrowserSearch): readonly string[] {
  const { env, platform, homeDirectory } = search;
  if (platform === 'win32') {
    const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA'], env['ProgramW6432']];
    return [...new Set(folders)].flatMap((folder) =>
      folder === undefined || folder === '' ? [] : [win32.join(folder, known.executable)],
    );
  }
  if (platform === 'darwin') {
    return ['/Applications', posix.join(homeDirectory, 'Applications')].map((folder) =>
      posix.join(folder, `${known.application}.app`, 'Contents', 'MacOS', known.application),
    );
  }
  return known.programs.flatMap((program) => onPath(program, search));
}

function onPath(program: string, { env, platform }: BrowserSearch): readonly string[] {
  const paths = pathFor(platform);
  const names = platform === 'win32' && !/\.exe$/i.test(program) ? [`${program}.exe`] : [program];
  // Never relative to the folder we stand in, which may be a stranger's repository.
  const folders = (env['PATH'] ?? env['Path'] ?? '')
    .split(paths.delimiter)
    .filter((folder) => paths.isAbsolute(folder));
  return folders.flatMap((folder) => names.map((name) => paths.join(folder, name)));
}

function pathFor(platform: NodeJS.Platform): PlatformPath {
  return platform === 'win32' ? win32 : posix;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function nameOf(program: string, platform: NodeJS.Platform): string {
  const file = pathFor(platform).basename(program).toLowerCase();
  const known = family.find(
    ({ programs, application, executable }) =>
      programs.includes(file) || application.toLowerCase() === file || win32.basename(executable) === file,
  );
  return known?.name ?? pathFor(platform).basename(program);
}

/** Whether its name is one of the family's. */
export function isKnown({ name }: AvailableBrowser): boolean {
  return family.some((known) => known.name === name);
}

/** Whether this is a snap, or Ubuntu's script that starts one: it may not see hidden folders below home. */
export async function isSnap(program: string): Promise<boolean> {
  if (program.startsWith('/snap/')) return true;
  if (program.endsWith('/chromium-browser') && (await isProgram('/snap/bin/chromium'))) return true;
  return (await realpath(program).catch(() => program)) === '/usr/bin/snap';
}
