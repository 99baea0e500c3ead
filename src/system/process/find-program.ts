import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds a program on PATH, in absolute folders alone: Windows would look into the current folder first, and a cloned
 * repository may hold a `git.exe` (CVE-2020-26233).
 * @param name without `.exe`
 */
export function findProgram(
  name: string,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const paths = platform === 'win32' ? win32 : posix;
  return pathFolders(env, platform)
    .map((folder) => paths.join(folder, platform === 'win32' ? `${name}.exe` : name))
    .find((file) => isProgram(file));
}

/** The folders of PATH that are absolute, in their order. */
export function pathFolders(env: Environment, platform: NodeJS.Platform): readonly string[] {
  const paths = platform === 'win32' ? win32 : posix;
  const path = env['PATH'] ?? Object.entries(env).find(([key]) => key.toUpperCase() === 'PATH')?.[1] ?? '';
  return path
    .split(paths.delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => paths.isAbsolute(folder));
}

/** Whether it is a file that may be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
