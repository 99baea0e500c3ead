import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from './at-end.js';

/** How a child is started. */
export interface ChildOptions extends Pick<SpawnOptions, 'cwd' | 'stdio' | 'windowsHide'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * In a process group of its own, which can be ended whole, but without the terminal: `/dev/tty` cannot be opened
   * there, and Ctrl-C does not reach it.
   */
  readonly ownGroup?: boolean | undefined;
}

/** A child that ends when we end, with all that it has started. */
export interface OwnedChild {
  readonly process: ChildProcess;
  /** Asks it to end (SIGTERM), and ends it where it does not within `graceMs`. Nothing is waited for. */
  end(graceMs?: number): void;
  /** Ends it, and what it has left behind, at once. */
  kill(): void;
}

/** Long enough for a program to put the terminal back into order and to remove its lock files. */
const usualGraceMs = 1500;

const markVariable = 'GIT_CODECOMMIT_CHILD';
const running = new Set<Owned>();

/** Starts a child that is ours to end. */
export function startChild(program: string, args: readonly string[], options: ChildOptions): OwnedChild {
  const { env, ownGroup = false, ...rest } = options;
  const mark = randomBytes(8).toString('hex');
  // Those around us may have their own mark, and look for it.
  const marks = [env[markVariable], mark].filter(Boolean).join('-');
  const hasGroup = ownGroup && process.platform !== 'win32';
  const child = spawn(program, args, {
    ...rest,
    env: defined({ ...env, ...(hasGroup ? {} : { [markVariable]: marks }) }),
    detached: hasGroup,
  });
  const owned = new Owned(child, hasGroup ? undefined : mark);
  if (running.size === 0) takeBack = atEnd(killAll);
  running.add(owned);
  const forget = (): void => {
    running.delete(owned);
    if (running.size === 0) takeBack();
  };
  child.once('error', forget);
  child.once('close', forget);
  return owned;
}

/** What a child has written is read so long after its end, and longer only while more comes. */
const lastWordsMs = 500;
const mostLooks = 4;

/**
 * Tells, once, how a child has ended: with the last byte of its streams, or soon after its exit, for a service that it
 * began may keep them open for ever. They are let go of then.
 */
export function whenEnded(
  child: ChildProcess,
  tell: (code: number | null, killedBy: NodeJS.Signals | null) => void,
): void {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  let read = 0;
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) stream?.on('data', (text: string | Buffer) => (read += text.length));
  const end = (code: number | null, killedBy: NodeJS.Signals | null): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    for (const stream of [...streams, child.stdin]) stream?.destroy();
    tell(code, killedBy);
  };
  child.once('close', end);
  child.once('exit', (code, killedBy) => {
    const wait = (looks: number): void => {
      const before = read;
      // What lies ready is read before anything is decided, however late this process comes to it.
      const look = (): void =>
        void setImmediate(() => (looks > 1 && read !== before ? wait(looks - 1) : end(code, killedBy)));
      if (!isOver) timer = setTimeout(look, lastWordsMs);
    };
    wait(mostLooks);
  });
}

let takeBack: () => void = () => undefined;

function killAll(): void {
  for (const child of running) child.kill();
}

/** Ends those that still run, and waits for it. */
export async function endChildren(): Promise<void> {
  const children = [...running];
  await Promise.all(
    children.map(async (child) => {
      child.end();
      await Promise.race([child.gone, sleep(2 * usualGraceMs)]);
    }),
  );
}

class Owned implements OwnedChild {
  readonly process: ChildProcess;
  readonly gone: Promise<void>;
  /** Undefined where it leads a process group. */
  readonly #mark: string | undefined;
  #ending = false;

  constructor(child: ChildProcess, mark: string | undefined) {
    this.process = child;
    this.#mark = mark;
    this.gone = new Promise((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    });
  }

  end(graceMs = usualGraceMs): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#send('SIGTERM');
    const late = setTimeout(() => this.kill(), graceMs);
    // What it has left behind has had the same signal.
    void this.gone.then(() => {
      clearTimeout(late);
      this.kill();
    });
  }

  kill(): void {
    // A process that is just being made may show itself a moment later.
    for (let pass = 0; pass < 5 && this.#send('SIGKILL'); pass += 1);
  }

  /** @returns whether there was anybody */
  #send(signal: NodeJS.Signals): boolean {
    const { pid } = this.process;
    if (pid === undefined) return false;
    if (process.platform === 'win32') return endTreeOnWindows(pid);
    if (this.#mark === undefined) return send(-pid, signal);
    const own = this.process.exitCode === null && this.process.signalCode === null ? [pid] : [];
    return [...own, ...others(own[0], this.#mark)].filter((one) => send(one, signal)).length > own.length;
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It has ended in the meantime.
    return false;
  }
}

function endTreeOnWindows(pid: number): boolean {
  spawnSync(
    join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'taskkill.exe'),
    ['/pid', String(pid), '/t', '/f'],
    { stdio: 'ignore' },
  );
  return false;
}

interface Listed {
  readonly pid: number;
  readonly parent: number;
  readonly session: string;
  /** Whether it was started by the child with that mark, or by something that this has started. */
  readonly isMarked: boolean;
}

/**
 * What a child that shares our process group has started. A shell that Ctrl-C has ended leaves its background jobs
 * behind, whose parent is gone: they are known by the mark in their environment. A service that has left for a session
 * of its own (setsid(2)), as gpg-agent does, is nobody's child any more, and stays.
 */
function others(child: number | undefined, mark: string): readonly number[] {
  const all = process.platform === 'linux' ? listFromProc(mark) : listFromPs(mark);
  const session = all.find(({ pid }) => pid === process.pid)?.session;
  const found = new Set(all.filter((one) => one.isMarked && one.session === session).map(({ pid }) => pid));
  for (let size = -1; child !== undefined && size < found.size;) {
    size = found.size;
    for (const { pid, parent } of all) if (parent === child || found.has(parent)) found.add(pid);
  }
  return [...found].filter((pid) => pid !== child && pid !== process.pid);
}

/** Source: proc_pid_stat(5), fields 3, 4 and 6; proc_pid_environ(5). */
function listFromProc(mark: string): readonly Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        const [state = '', parent, , session = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z' || state === 'X') return [];
        return [{ pid: Number(name), parent: Number(parent), session, isMarked: environmentOf(name).includes(mark) }];
      } catch {
        return [];
      }
    });
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    // Somebody else's.
    return '';
  }
}

/** Source: ps(1) of POSIX; on macOS and the BSDs `-E`, or `e`, shows the environment behind the command. */
function listFromPs(mark: string): readonly Listed[] {
  const environment = process.platform === 'darwin' ? '-AEww' : '-Aeww';
  const { stdout } = spawnSync('ps', [environment, '-o', 'pid=,ppid=,sess=,command='], {
    encoding: 'latin1',
    maxBuffer: 64 * 1024 * 1024,
  });
  return ((stdout as string | null) ?? '').split('\n').flatMap((line) => {
    const [, pid, parent, session = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? [];
    return pid === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), session, isMarked: line.includes(mark) }];
  });
}

function defined(env: ChildOptions['env']): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
}
