import { wholeLines } from '../strace-log.js';

/** Calls that name a file, or hold one open, and leave it as it is. All others are taken to change it. */
const harmless = new Set([
  'access',
  'chdir',
  'close',
  'dup',
  'dup2',
  'dup3',
  'epoll_ctl',
  'epoll_pwait',
  'epoll_wait',
  'execve',
  'faccessat',
  'faccessat2',
  'fadvise64',
  'fchdir',
  'fcntl',
  'flock',
  'fstat',
  'fstatfs',
  'getcwd',
  'getdents64',
  'getxattr',
  'inotify_add_watch',
  'ioctl',
  'lgetxattr',
  'lseek',
  'lstat',
  'mmap',
  'newfstatat',
  'open',
  'openat',
  'poll',
  'pread64',
  'preadv',
  'read',
  'readlink',
  'readlinkat',
  'readv',
  'stat',
  'statfs',
  'statx',
]);

/**
 * The calls in a log of `strace -f -y` that changed or tried to change something below a folder, in their order: each
 * is the name of the C library's function for it, and its paths. Whatever call is not known to be harmless is listed.
 */
export function tracedChanges(log: string, below: string): string[] {
  return wholeLines(log).flatMap((line) => {
    const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
    // What is handed over in this way, a trace does not tell.
    if (name === 'io_uring_enter') return [name];
    const paths = [...rest.matchAll(/"(\/[^"]*)"|\d<(\/[^>]*)>/g)]
      .map(([, named, opened]) => named ?? opened ?? '')
      .filter((path) => path.startsWith(`${below}/`));
    if (paths.length === 0 || (harmless.has(name) && !opensToChange(name, rest))) return [];
    const arguments_ = name === 'openat' || name === 'open' ? paths.slice(0, 1) : paths;
    return [[functionOf(name), ...arguments_.map((path) => path.replace(/\(deleted\)$/, ''))].join(' ')];
  });
}

function opensToChange(name: string, rest: string): boolean {
  if (name === 'open' || name === 'openat') return /O_CREAT|O_TRUNC|O_TMPFILE/.test(rest);
  return name === 'mmap' && rest.includes('PROT_WRITE') && rest.includes('MAP_SHARED');
}

// What the kernel calls otherwise than the C library does: pwrite64, renameat, and fchownat for chown.
function functionOf(call: string): string {
  const plain = call.replace(/64$/, '').replace(/at2?$/, '');
  if (call === 'fchmodat' || call === 'fchownat') return plain.slice(1);
  return call === 'utimensat' ? call : plain;
}
