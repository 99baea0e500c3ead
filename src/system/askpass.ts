import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

import type { Git } from '../core/ports/git.js';
import { printable } from '../core/printable.js';

interface AskingHouse {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly git: Pick<Git, 'run'>;
}

/**
 * Asks for an MFA code the way Git asks for a password: by the askpass program of the environment or the configuration,
 * else on the terminal. Standard input belongs to Git and is never read.
 * Source: gitcredentials(7), "REQUESTING CREDENTIALS"; `credential.interactive` in git-config(1).
 * @returns what was answered; undefined where nobody can be asked
 */
export async function askCodeAsGitDoes(profile: string, { env, git }: AskingHouse): Promise<string | undefined> {
  const interactive = await configured('credential.interactive', git);
  if (interactive !== undefined && /^(?:false|no|off|0|never)$/i.test(interactive)) return undefined;
  const name = printable(profile, 100);
  const program = given(env['GIT_ASKPASS']) ?? (await configured('core.askPass', git)) ?? given(env['SSH_ASKPASS']);
  if (program !== undefined) {
    writeSync(2, `The session of profile '${name}' has ended; AWS wants an MFA code for a new one.\n`);
    return await askProgram(program, `MFA-code for '${name}':`, env);
  }
  return env['GIT_TERMINAL_PROMPT'] === '0' ? undefined : await askTerminal(name);
}

/** Exactly three words: the askpass programs of editors read the third one out of the prompt. */
function askProgram(program: string, prompt: string, env: AskingHouse['env']): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program, [prompt], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let answer = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => { answer += text; });
    child.on('error', () => resolve(''));
    child.on('close', (code) => resolve(code === 0 ? (answer.split(/\r?\n/)[0] ?? '') : ''));
  });
}

async function askTerminal(name: string): Promise<string | undefined> {
  if (!(await isForeground())) return undefined;
  try {
    const terminal = openSync(process.platform === 'win32' ? '\\\\.\\CON' : '/dev/tty', 'r+');
    try {
      writeSync(terminal, `The session of profile '${name}' has ended; AWS wants an MFA code for a new one.\nMFA-code for '${name}': `);
      return readLine(terminal);
    } finally {
      closeSync(terminal);
    }
  } catch {
    return undefined;
  }
}

function readLine(terminal: number): string {
  const bytes = Buffer.alloc(256);
  let line = '';
  while (!line.includes('\n')) {
    const length = readSync(terminal, bytes, 0, bytes.length, null);
    if (length === 0) break;
    line += bytes.toString('utf8', 0, length);
  }
  return line.split('\n')[0] ?? '';
}

/** A background job that reads from its terminal is stopped by the kernel; it must not try. */
async function isForeground(): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const groups = process.platform === 'linux' ? groupsFromProc() : await groupsFromPs();
  return groups !== undefined && groups.own === groups.foreground;
}

interface Groups {
  readonly own: string | undefined;
  readonly foreground: string | undefined;
}

// Fields 5 (pgrp) and 8 (tpgid) of proc_pid_stat(5); the second field may hold anything, in parentheses.
function groupsFromProc(): Groups | undefined {
  const fields = readFileSync('/proc/self/stat', 'utf8').replace(/^.*\) /s, '').split(' ');
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

async function configured(key: string, git: AskingHouse['git']): Promise<string | undefined> {
  const { code, stdout } = await git.run(['config', '--get', key]);
  return code === 0 ? given(stdout.trim()) : undefined;
}

function given(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text;
}
