import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { run } from '../../test/helpers/run.js';
import type { RunOptions } from '../../test/helpers/run.js';

/** What one run took. */
export interface Taken {
  readonly stdout: string;
  readonly milliseconds: number;
  /**
   * Milliseconds on the processor, of the program and what it started; undefined where the system does not tell (not
   * Linux).
   */
  readonly processor?: number | undefined;
  /** The most that it, or one that it started, held at once; measured only where it was weighed, and can be. */
  readonly kilobytes?: number | undefined;
}

/** Something whose time is taken. */
export interface Contender {
  readonly name: string;
  /**
   * Runs it once. What it needs before and after is none of its time.
   * @param weighed whether its memory is measured, which takes time of its own
   */
  once(weighed: boolean): Promise<Taken>;
}

/** What came out: medians of time, so that a busy moment counts as one. */
export interface Measured {
  readonly name: string;
  readonly milliseconds: number;
  readonly processor: number | undefined;
  readonly kilobytes: number | undefined;
}

/** A program that is run to its end, and has to end well. */
export function program(name: string, file: string, args: readonly string[], options: RunOptions): Contender {
  return {
    name,
    async once(weighed) {
      const [start, before] = [performance.now(), childrensTime()];
      const { code, stdout, stderr } = weighed
        ? await run('python3', ['-c', weigh, file, ...args], options)
        : await run(file, args, options);
      const [milliseconds, after] = [performance.now() - start, childrensTime()];
      if (code !== 0) throw new Error(`${name} ended with ${code}:\n${stderr}`);
      return {
        stdout,
        milliseconds,
        processor: before === undefined || after === undefined ? undefined : after - before,
        kilobytes: weighed ? Number(stderr.trim().split('\n').at(-1)) : undefined,
      };
    },
  };
}

/**
 * Takes everybody's time in turns, so that what else the machine does falls on all alike. One round goes before, in
 * which memory is measured.
 * @param rounds how often each runs
 */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const found = contenders.map((contender) => ({
    contender,
    kilobytes: undefined as number | undefined,
    taken: [] as Taken[],
  }));
  for (const one of found) one.kilobytes = (await one.contender.once(canWeigh())).kilobytes;
  for (let round = 0; round < rounds; round += 1) {
    for (const { contender, taken } of found) taken.push(await contender.once(false));
  }
  return found.map(({ contender: { name }, kilobytes, taken }) => ({
    name,
    milliseconds: median(taken.map(({ milliseconds }) => milliseconds)),
    processor: mean(taken.flatMap(({ processor }) => processor ?? [])),
    kilobytes,
  }));
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] ?? NaN) : ((sorted[half - 1] ?? NaN) + (sorted[half] ?? NaN)) / 2;
}

/** The clock behind it ticks every 10 ms: only many runs together say something. */
function mean(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

/**
 * Milliseconds that ended children of this process spent, theirs included: proc(5), `cutime` and `cstime`, in
 * hundredths of a second.
 */
function childrensTime(): number | undefined {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[13]) + Number(fields[14])) * 10;
  } catch {
    return undefined;
  }
}

/** Python is where the AWS CLI is, and knows getrusage(2): on Linux `ru_maxrss` is in kilobytes. */
const weigh = `
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)`;

function canWeigh(): boolean {
  return process.platform === 'linux' && spawnSync('python3', ['-c', '0']).status === 0;
}
