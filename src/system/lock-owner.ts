import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock, as it stands in the lock file. */
export interface Owner {
  /** Never used twice, so that it names this one holding of this one lock. */
  readonly token: string;
  readonly pid: number;
  /** When the process started, in the kernel's own count; `-` where the system does not tell. */
  readonly started: string;
  /** Within which process ids mean anything: one boot of one machine, and one container of it. */
  readonly space: string;
}

/** A new holding by this process. */
export function newOwner(): Owner {
  return { token: randomBytes(12).toString('hex'), pid: process.pid, ...here() };
}

/** The owner as the one line of a lock file. */
export function ownerLine(owner: Owner): string {
  return `${owner.token} ${owner.pid} ${owner.started} ${owner.space}\n`;
}

/** Reads such a line; undefined for a file that a power cut, or a system without hard links, left empty or cut. */
export function parseOwner(text: string): Owner | undefined {
  const match = /^([0-9a-f]{24}) (\d+) (\S+) (\S+)\n$/.exec(text);
  if (!match) return undefined;
  const [, token = '', pid, started = '', space = ''] = match;
  return { token, pid: Number(pid), started, space };
}

/**
 * Whether the process behind a lock lives: `dead` and `alive` are certain, `unknown` is all that can be said across
 * machines and containers, or where a process id may belong to another process by now.
 * A process id alone proves nothing; with its start time it does (Linux: proc(5), /proc/PID/stat, fields 3 and 22).
 */
export function lifeOf(owner: Owner): 'alive' | 'dead' | 'unknown' {
  if (owner.space !== here().space || owner.pid <= 0) return 'unknown';
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'dead';
  }
  const stat = processStat(owner.pid);
  if (!stat || owner.started === '-') return 'unknown';
  const zombie = stat.state === 'Z' || stat.state === 'X';
  return zombie || stat.started !== owner.started ? 'dead' : 'alive';
}

let known: Pick<Owner, 'started' | 'space'> | undefined;

function here(): Pick<Owner, 'started' | 'space'> {
  known ??= { started: processStat(process.pid)?.started ?? '-', space: space() };
  return known;
}

function processStat(pid: number): { state: string; started: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function space(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return `${process.platform}/${encodeURIComponent(hostname())}`;
  }
}
