import { posixQuote, posixShell } from './posix.js';
import type { Shell } from './shell.js';

/**
 * For a command that is read by people of every shell. Double quotes mean the same to POSIX shells, PowerShell and
 * cmd.exe, as long as nothing in them is expanded.
 */
export const anyShell: Shell = { ...posixShell, quote };

function quote(word: string): string {
  if (/^[A-Za-z0-9_./:@+=-]+$/.test(word)) return word;
  return /["$`\\!%]/.test(word) ? posixQuote(word) : `"${word}"`;
}
