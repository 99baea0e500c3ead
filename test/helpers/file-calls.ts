import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';

/** The system calls that change a file or a folder. */
const changing = ['mkdir', 'mkdirat', 'write', 'writev', 'pwrite64', 'fsync', 'fdatasync', 'fchmod', 'fchmodat', 'chmod', 'fchown', 'chown', 'lchown', 'truncate', 'ftruncate', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat', 'unlink', 'unlinkat', 'rmdir', 'utimensat', 'openat'];

/** One call of a program's main thread that changes something below a folder. */
export interface FileCall {
  readonly name: string;
  /** Which call of that name it is, counted from 1 as strace counts: in this thread. */
  readonly number: number;
  /** What it does, without the parts of names that differ from run to run. */
  readonly what: string;
}

/** A program and how it is run. */
export interface Program {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** How a run under strace ended. */
export interface TracedEnd {
  /** The program's own exit code; 137 where it was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The call below the folder that met with the injection; undefined where it was another, or none. */
  readonly hit: string | undefined;
}

/**
 * Runs a program and lists its calls below a folder that really changed something, in their order. All of them are
 * made by the main thread, one after the other, so that a stop before each of these calls and one at the end are all
 * the states of the disk that a stop at any instant can leave.
 */
export async function fileCalls(program: Program, folder: string): Promise<FileCall[]> {
  const { lines, code, stderr } = await traced(program, []);
  if (code !== 0) throw new Error(`The run to be watched failed: ${stderr}`);
  const counts = new Map<string, number>();
  return lines.flatMap(({ name, line }) => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    const changes = line.includes(folder) && !line.includes(' = -1 ') && (name !== 'openat' || line.includes('O_CREAT') || line.includes('O_TRUNC'));
    return changes ? [{ name, number, what: normal(line, folder) }] : [];
  });
}

// With one heap and no threads that wake each other, Node's main thread makes the same calls in each run. strace counts
// in every thread: those that read the program's own files are so many that none comes as far as the main one.
const steady = { UV_THREADPOOL_SIZE: '16', UV_USE_IO_URING: '0', MALLOC_ARENA_MAX: '1', NODE_OPTIONS: '--v8-pool-size=0' };

// Nearly: a few calls more or less of its own come before ours, and the more the busier the machine is.
const shifts = [0, -1, 1, -2, 2, -3, 3, 0, -1, 1, -4, 4, -5, 5, 0, -6, 6, -2, 2, -8, 8, -3, 3, 0, -1, 1, -10, 10, -7, 7, -4, 4, 0, -2, 2];

/**
 * Runs a program again and again, each time in a place of its own, until it was killed before that very call, or was
 * refused it. What it met with instead in between was a call like any other, and is to be judged all the same.
 * @param injection `signal=KILL`, `error=ENOSPC`, …
 * @param place makes the program and the folder for one run
 * @param judge looks at what each run left
 * @returns whether the call was met
 */
export async function meet(call: FileCall, injection: string, place: () => { program: Program; folder: string }, judge: (end: TracedEnd, folder: string) => Promise<void>): Promise<boolean> {
  for (const shift of shifts) {
    const { program, folder } = place();
    const end = await withInjection(program, { ...call, number: Math.max(1, call.number + shift) }, injection, folder);
    if (end.hit !== undefined) await judge(end, folder);
    rmSync(folder, { recursive: true, force: true });
    if (end.hit === call.what) return true;
  }
  return false;
}

async function withInjection(program: Program, call: Pick<FileCall, 'name' | 'number'>, injection: string, folder: string): Promise<TracedEnd> {
  const { lines, ...end } = await traced(program, ['-e', `inject=${call.name}:${injection}:when=${call.number}`]);
  const struck = injection.startsWith('signal') ? (end.code === 137 ? lines.at(-1) : undefined) : lines.find(({ line }) => line.includes('(INJECTED)'));
  return { ...end, hit: struck?.name === call.name && struck.line.includes(folder) ? normal(struck.line, folder) : undefined };
}

async function traced({ argv, env, cwd }: Program, more: readonly string[]): Promise<{ lines: readonly { name: string; line: string }[]; code: number; stdout: string; stderr: string }> {
  const scratch = mkdtempSync(join(tmpdir(), 'git-codecommit-trace-'));
  const log = join(scratch, 'log');
  try {
    const end = await run('strace', ['-f', '-qqq', '-y', '-s', '16', '-o', log, '-e', `trace=${changing.join(',')}`, ...more, ...argv], {
      env: { ...env, ...steady }, cwd, timeoutMs: 120_000,
    });
    const all = readFileSync(log, 'latin1').split('\n');
    const main = all[0]?.split(' ')[0] ?? '';
    const lines = all.flatMap((line) => {
      const [, pid, name] = /^(\d+) +(\w+)\(/.exec(line) ?? [];
      return pid === main && name !== undefined ? [{ name, line }] : [];
    });
    return { lines, ...end };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function normal(line: string, folder: string): string {
  const call = line.replace(/^\d+ +/, '').replace(/ = .*$| <unfinished.*$/, '').replace(/\)$/, '');
  return call.replaceAll(folder, '~').replace(/[0-9a-f]{12}-\d+-\d+-[0-9a-f]{12}/g, 'TOKEN').replace(/\.[0-9a-f]{12}\.git-codecommit-tmp/g, '.DRAFT')
    .replace(/AT_FDCWD<[^>]*>/g, 'AT_FDCWD').replace(/\b\d+</g, 'FD<').replace(/, (?:"[^"]*"\.*, )?\d+$/, '').replace(/"[^"~/][^"]*"\.\.\./g, '…');
}
