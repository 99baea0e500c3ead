import { cmdShell } from './cmd.js';
import { fishShell } from './fish.js';
import { posixShell } from './posix.js';
import { powershell } from './powershell.js';
import type { Shell } from './shell.js';

/**
 * The user's own shell.
 * @param env SHELL, or on Windows PSModulePath, tells which one it is
 */
export function userShell(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): Shell {
  if (env['SHELL']?.endsWith('fish') === true) return fishShell;
  if (platform !== 'win32' || env['SHELL'] !== undefined) return posixShell;
  return env['PSModulePath'] === undefined || env['PROMPT'] !== undefined ? cmdShell : powershell;
}
