import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a lock. All of it stands in the token, so that file names can carry it too. */
export interface Owner {
  /** Never used twice: it names this one holding of this one lock. */
  readonly token: string;
  readonly pid: number;
  /** When the process started, in the kernel's own count; 0 where the system does not tell. */
  readonly started: string;
  /** Within which process ids mean anything: a hash of one boot of one machine, and one container of it. */
  readonly space: string;
}

/** A new holding by this process. */
export function newOwner(): Owner {
  return ownerOf({ pid: process.pid, ...here() });
}

/** A new holding by some process. */
export function ownerOf({ pid, started, space }: Omit<Owner, 'token'>): Owner {
  return { token: `${space}-${pid}-${started}-${randomBytes(6).toString('hex')}`, pid, started, space };
}

/** What tokens look like, as the source of a regular expression. */
export const tokenPattern = '[0-9a-f]{12}-[0-9]+-[0-9]+-[0-9a-f]{12}';

/** Reads a token; undefined for one that a power cut, or a system without hard links, left empty or cut. */
export function parseOwner(token: string): Owner | undefined {
  if (!new RegExp(`^${tokenPattern}$`).test(token)) return undefined;
  const [space = '', pid, started = ''] = token.split('-');
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
  if (!stat || owner.started === '0') return 'unknown';
  const zombie = stat.state === 'Z' || stat.state === 'X';
  return zombie || stat.started !== owner.started ? 'dead' : 'alive';
}

let known: Pick<Owner, 'started' | 'space'> | undefined;

function here(): Pick<Owner, 'started' | 'space'> {
  known ??= {
    started: processStat(process.pid)?.started ?? '0',
    space: createHash('sha256').update(space()).digest('hex').slice(0, 12),
  };
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
    return `${process.platform}/${hostname()}`;
  }
}
