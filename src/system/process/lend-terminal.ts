import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { isForeground } from './controlling-terminal.js';

/**
 * Runs a program that may use the terminal meanwhile.
 * @param title what is waited for, said where it takes longer than a second; none for a program that talks itself
 */
export type LendTerminal = <T>(work: () => Promise<T>, title?: string) => Promise<T>;

/** The terminal as it is set now. */
export interface TerminalModes {
  /** Sets it so again. */
  restore(): Promise<void>;
}

/**
 * Remembers how the terminal is set before a program gets it: one that is ended while it reads a passphrase leaves it
 * without echo.
 * @returns undefined where there is none, or where it is somebody else's just now. Source: stty(1), `-g`
 */
export async function rememberModes(): Promise<TerminalModes | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    if (!(await isForeground(process.platform))) return undefined;
    const before = await stty('-g');
    return {
      restore: async () => {
        if (await isForeground(process.platform)) await stty(before).catch(() => undefined);
      },
    };
  } catch {
    return undefined;
  }
}

function stty(argument: string): Promise<string> {
  const terminal = openSync('/dev/tty', 'r');
  return new Promise<string>((resolve, reject) => {
    const child = spawn('stty', [argument], { stdio: [terminal, 'pipe', 'ignore'] });
    let said = '';
    child.stdout?.setEncoding('latin1').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(said.trim());
      else reject(new Error(`stty ended with ${String(code)}`));
    });
  }).finally(() => closeSync(terminal));
}
