import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.js';

/** The system calls that change a file or a folder. */
const changing = ['mkdir', 'mkdirat', 'write', 'writev', 'pwrite64', 'fsync', 'fdatasync', 'fchmod', 'fchmodat', 'chmod', 'fchown', 'chown', 'lchown', 'truncate', 'ftruncate', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat', 'unlink', 'unlinkat', 'rmdir', 'utimensat', 'openat'];

/** One call of a program's main thread that changes something below a folder. */
export interface FileCall {
  readonly name: string;
  /** Which call of that name it was in the runs that were watched, counted from 1 as strace counts: in this thread. */
  readonly numbers: readonly number[];
  /** What it does, without the parts of names that differ from run to run. */
  readonly what: string;
  /** How many such calls went before it. */
  readonly order: number;
}

/** A program and how it is run. */
export interface Program {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** One call in a log of strace's. */
interface TracedLine {
  readonly name: string;
  readonly line: string;
}

/** How a run under strace ended. */
export interface TracedEnd {
  /** The program's own exit code; 137 where it was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The call below the folder that met with the injection; undefined where it was another, or none. */
  readonly hit: string | undefined;
  /** How many calls below the folder had changed something until then. */
  readonly done: number;
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
  const numbered = lines.map(({ name, line }) => {
    const number = (counts.get(name) ?? 0) + 1;
    counts.set(name, number);
    return { name, line, number };
  });
  return numbered.filter((call) => changes(call, folder)).map(({ name, line, number }, order) => ({ name, numbers: [number], what: normal(line, folder), order }));
}

function changes({ name, line }: TracedLine, folder: string): boolean {
  return line.includes(folder) && !line.includes(' = -1 ') && (name !== 'openat' || line.includes('O_CREAT') || line.includes('O_TRUNC'));
}

/** Watches further runs, and notes the number of each call there too: Node makes calls of its own, not always as many. */
export async function watchAgain(calls: readonly FileCall[], place: Place, runs: number): Promise<readonly FileCall[]> {
  let seen = calls;
  for (let run = 0; run < runs; run += 1) {
    const { program, folder } = place();
    const again = await fileCalls(program, folder);
    rmSync(folder, { recursive: true, force: true });
    seen = seen.map((call, index) => ({ ...call, numbers: [...call.numbers, ...numbersLike(call, seen.slice(0, index), again)] }));
  }
  return seen;
}

/** The number of the call that does the same, for the same time. */
function numbersLike({ what }: FileCall, before: readonly FileCall[], again: readonly FileCall[]): readonly number[] {
  const earlier = before.filter((call) => call.what === what).length;
  return again.filter((call) => call.what === what)[earlier]?.numbers ?? [];
}

/** Makes the program and the folder for one run. */
export type Place = () => { program: Program; folder: string };

// With one heap and no threads that wake each other, Node's main thread makes the same calls in each run. strace counts
// in every thread: those that read the program's own files are so many that none comes as far as the main one.
const steady = { UV_THREADPOOL_SIZE: '16', UV_USE_IO_URING: '0', MALLOC_ARENA_MAX: '1', NODE_OPTIONS: '--v8-pool-size=0' };

// Nearly: a few calls more or less of its own come before ours, and the more the busier the machine is.
const shifts = [0, 0, -1, 1, 0, -2, 2, -3, 3, 0, -1, 1, -4, 4, 0, -5, 5, -6, 6, -8, 8];

/** The numbers to try: those that were seen, the most frequent first, and then what lies around them. */
function candidates(numbers: readonly number[]): readonly number[] {
  const frequency = (number: number): number => numbers.filter((other) => other === number).length;
  const seen = [...new Set(numbers)].sort((a, b) => frequency(b) - frequency(a));
  const [first = 1] = seen;
  return [...seen, ...shifts.map((shift) => Math.max(1, first + shift)), ...seen, ...seen];
}

/**
 * Runs a program again and again, each time in a place of its own, until it was refused that very call, or was killed
 * when all calls before it had been made and it had not: whatever else the program does in between leaves the disk as it
 * is. What it met with instead until then was a call like any other, and is to be judged all the same.
 * @param injection `signal=KILL`, `error=ENOSPC`, …
 * @param judge looks at what each run left
 * @returns whether the call was met
 */
export async function meet(call: FileCall, injection: string, place: Place, judge: (end: TracedEnd, folder: string) => Promise<void>): Promise<boolean> {
  for (const number of candidates(call.numbers)) {
    const { program, folder } = place();
    const end = await withInjection(program, call.name, number, injection, folder);
    const killed = injection.startsWith('signal') && end.code === 137;
    if (killed || end.hit !== undefined) await judge(end, folder);
    rmSync(folder, { recursive: true, force: true });
    if (end.hit === call.what || (killed && end.done === call.order)) return true;
  }
  return false;
}

async function withInjection(program: Program, name: string, number: number, injection: string, folder: string): Promise<TracedEnd> {
  const { lines, ...end } = await traced(program, ['-e', `inject=${name}:${injection}:when=${number}`]);
  const struck = injection.startsWith('signal') ? (end.code === 137 ? lines.at(-1) : undefined) : lines.find(({ line }) => line.includes('(INJECTED)'));
  const before = struck === undefined ? lines : lines.slice(0, lines.indexOf(struck));
  return { ...end, done: before.filter((line) => changes(line, folder)).length, hit: struck?.name === name && struck.line.includes(folder) ? normal(struck.line, folder) : undefined };
}

async function traced({ argv, env, cwd }: Program, more: readonly string[]): Promise<{ lines: readonly TracedLine[]; code: number; stdout: string; stderr: string }> {
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
