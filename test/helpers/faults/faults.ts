import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from '../environment.js';
import { run } from '../run.js';
import type { Ended } from '../run.js';
import { tracedChanges } from './traced-changes.js';

/** A program and how it is run. */
export interface Program {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** One call by which a program changes something below a folder. */
export interface FileCall {
  /**
   * Which it is, counted from 1; 0 for one that only touches a file's times, as a lock's heartbeat does by the clock.
   */
  readonly number: number;
  /** What it does to what, without the parts of names that differ from run to run. */
  readonly what: string;
}

/** An error that the system may answer with. */
export type Refusal = 'ENOSPC' | 'EIO' | 'EACCES' | 'EROFS' | 'EDQUOT' | 'EPERM';

/** What goes wrong, and at which call. */
export interface Fault {
  readonly at: number;
  /**
   * `tear`: a part is written, then the program is killed. `short`: a part is written, and the program is told how
   * much.
   */
  readonly how: Refusal | 'kill' | 'kill-after' | 'tear' | 'short';
  /** What the calls after it are refused with: those that need room, or all. */
  readonly then?: Refusal;
}

/** How a run ended, and all it changed or tried to change. */
export interface FaultyEnd extends Ended {
  readonly calls: readonly FileCall[];
}

/** What cp does to a draft that is still empty, in a process of its own that no fault is met in. */
const copiesAttributes = /^(?:f?(?:list|get|set)xattr |utimensat .*DRAFT$)/;

/** Runs programs on a machine where a chosen call goes wrong. */
export class FaultyMachine {
  private constructor(
    private readonly folder: string,
    private readonly library: string,
  ) {}

  /** Compiles what stands between a program and the C library; takes `cc` and Linux. */
  static async open(): Promise<FaultyMachine> {
    const folder = mkdtempSync(join(tmpdir(), 'git-codecommit-faults-'));
    const library = join(folder, 'faults.so');
    const source = fileURLToPath(new URL('faults.c', import.meta.url));
    const { code, stderr } = await run(
      'cc',
      ['-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-o', library, source, '-ldl'],
      { env: cleanEnvironment() },
    );
    if (code !== 0) throw new Error(`faults.c does not compile:\n${stderr}`);
    return new FaultyMachine(folder, library);
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a program to its end, with a fault at one of its calls that change something below the folder. */
  async run({ argv: [file = '', ...args], env, cwd }: Program, below: string, fault?: Fault): Promise<FaultyEnd> {
    const place = mkdtempSync(join(this.folder, 'run-'));
    try {
      const end = await run(file, args, {
        env: { ...env, ...this.variables(place, below, fault) },
        cwd,
        timeoutMs: 180_000,
      });
      return { ...end, calls: readCalls(place, below) };
    } finally {
      rmSync(place, { recursive: true });
    }
  }

  /**
   * What one run changes, as it is seen from here and as strace sees it, which knows nothing of this: both must be the
   * same.
   */
  async compare(
    program: Program,
    below: string,
  ): Promise<{ readonly ours: readonly string[]; readonly traced: readonly string[] }> {
    const place = mkdtempSync(join(this.folder, 'run-'));
    try {
      const log = join(place, 'strace');
      const variables = Object.entries(this.variables(place, below)).flatMap(([name, value]) => [
        '-E',
        `${name}=${value}`,
      ]);
      const { code, stderr } = await run(
        'strace',
        ['-f', '-qqq', '-y', '-s', '0', '-o', log, ...variables, ...program.argv],
        { env: program.env, cwd: program.cwd, timeoutMs: 180_000 },
      );
      if (code !== 0) throw new Error(`The run under strace ended with ${code}: ${stderr}`);
      return {
        ours: readCalls(place, below).map(({ what }) => what),
        traced: tracedChanges(readFileSync(log, 'latin1'), below)
          .map((change) => withoutChance(change, below))
          .filter((change) => !copiesAttributes.test(change)),
      };
    } finally {
      rmSync(place, { recursive: true });
    }
  }

  private variables(place: string, below: string, fault?: Fault): Record<string, string> {
    writeFileSync(join(place, 'count'), Buffer.alloc(8));
    return {
      LD_PRELOAD: this.library,
      FAULTS_BELOW: below,
      FAULTS_LOG: join(place, 'log'),
      FAULTS_COUNT: join(place, 'count'),
      ...(fault && { FAULTS_AT: String(fault.at), FAULTS_HOW: numbered(fault.how) }),
      ...(fault?.then && { FAULTS_THEN: numbered(fault.then) }),
    };
  }
}

function numbered(how: Fault['how']): string {
  return how in constants.errno ? String(constants.errno[how as Refusal]) : how;
}

function readCalls(place: string, below: string): FileCall[] {
  return readFileSync(join(place, 'log'), 'latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [number, name = '', ...paths] = line.split('\t');
      return { number: Number(number), what: withoutChance([name.replace(/64$/, ''), ...paths].join(' '), below) };
    });
}

/** Names without what chance gave them: those of locks, of drafts, and of the folder. */
function withoutChance(what: string, below: string): string {
  return what
    .replaceAll(below, '~')
    .replace(/[0-9a-f]{12}-\d+-\d+-[0-9a-f]{12}/g, 'TOKEN')
    .replace(/\.[0-9a-f]{12}\.git-codecommit-tmp/g, '.DRAFT');
}

/** A fault in words, for when a test fails. */
export function inWords({ at, how, then }: Fault, calls: readonly FileCall[]): string {
  const call = calls.find(({ number }) => number === at);
  return `${how} at call ${at} (${call?.what ?? 'there is none'})${then === undefined ? '' : `, then ${then}`}`;
}
