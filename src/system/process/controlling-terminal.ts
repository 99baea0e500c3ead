import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The terminal of the person who started all this, whatever the standard streams are. */
export interface ControllingTerminal {
  /** Shows a prompt and reads a line. */
  ask(prompt: string): Promise<string>;
  close(): Promise<void>;
}

/** Where it is read and where it is written. Source: tty(4); "Console Handles" in Microsoft's documentation. */
function terminalFiles(platform: NodeJS.Platform): { readonly input: string; readonly output: string } {
  return platform === 'win32'
    ? { input: '\\\\.\\CONIN$', output: '\\\\.\\CONOUT$' }
    : { input: '/dev/tty', output: '/dev/tty' };
}

/**
 * Opens it, unless it is somebody else's just now: a background job that reads from its terminal is stopped by the
 * kernel, and an editor or a pager in front of us would have its keys taken away.
 * @returns undefined where there is none, or where it is not ours
 */
export async function openControllingTerminal(
  platform: NodeJS.Platform = process.platform,
): Promise<ControllingTerminal | undefined> {
  const files = terminalFiles(platform);
  try {
    if (!(await isForeground(platform))) return undefined;
    const output = await open(files.output, platform === 'win32' ? 'r+' : 'w');
    const input = await open(files.input, platform === 'win32' ? 'r+' : 'r');
    return {
      async ask(prompt) {
        await output.write(prompt);
        return await readLine(input);
      },
      async close() {
        await Promise.all([input.close(), output.close()]);
      },
    };
  } catch {
    return undefined;
  }
}

/** Read by a thread of its own: this process goes on giving signs of life to those who wait for it. */
async function readLine(input: FileHandle): Promise<string> {
  const bytes = Buffer.alloc(256);
  let line = '';
  while (!line.includes('\n')) {
    const { bytesRead } = await input.read(bytes, 0, bytes.length, null);
    if (bytesRead === 0) break;
    line += bytes.toString('utf8', 0, bytesRead);
  }
  return line.split('\n')[0] ?? '';
}

/** Whether the terminal is this process group's just now, so that it may be read and set. */
export async function isForeground(platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'win32') return true;
  const groups = platform === 'linux' ? groupsFromProc() : await groupsFromPs();
  return groups !== undefined && groups.own === groups.foreground;
}

interface Groups {
  readonly own: string | undefined;
  readonly foreground: string | undefined;
}

// Fields 5 (pgrp) and 8 (tpgid) of proc_pid_stat(5); the second field may hold anything, in parentheses.
function groupsFromProc(): Groups | undefined {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return { own: fields[2], foreground: fields[5] };
}

async function groupsFromPs(): Promise<Groups | undefined> {
  try {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pgid=', '-o', 'tpgid=', '-p', String(process.pid)]);
    const [own, foreground] = stdout.trim().split(/\s+/);
    return { own, foreground };
  } catch {
    return undefined;
  }
}
