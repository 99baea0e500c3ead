import { printable } from './printable.js';
import { Problem } from '../problem.js';

/**
 * Whether a path means the same file wherever a process stands. Windows has paths that hang on the current drive (`\x`)
 * or on its folder (`C:x`); there it takes a drive and a slash (`C:\x`, `C:/x`), or a server (`\\server\share`).
 * Source: Microsoft Learn, "File path formats on Windows systems".
 */
export function isAbsolutePath(path: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? /^(?:[A-Za-z]:[\\/]|[\\/]{2}[^\\/])/.test(path) : path.startsWith('/');
}

/**
 * The path that a variable or setting names. A relative one is refused: Git runs its helper in the clone that it works
 * in, so it would name a file that whoever wrote the repository has put there.
 * @param name of the variable
 * @throws Problem `usage`
 */
export function demandAbsolute(name: string, path: string, platform: NodeJS.Platform): string {
  if (isAbsolutePath(path, platform)) return path;
  throw new Problem('usage', `${name} is no absolute path: ${path === '' ? 'it is empty' : printable(path, 120)}.`, {
    hint: 'Set it to an absolute path, or unset it: a relative one would lead into whatever clone Git works in.',
  });
}
