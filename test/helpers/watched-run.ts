import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from './run.js';
import type { Ended, RunOptions } from './run.js';
import { wholeLines } from './strace-log.js';

/** A secret that showed itself where it must not. */
export interface Leak {
  readonly where: 'arguments' | 'environment' | 'file';
  /** The program, the variable or the file, with its mode. */
  readonly what: string;
}

/** How a run ended, and what its system calls let out. */
export interface Watched extends Ended {
  readonly leaks: readonly Leak[];
  /** Every program that was started, as it was called. */
  readonly programs: readonly string[];
}

/** Which children may have a secret in their environment: its name, the program's arguments. */
export type MayHave = (variable: string, argv: readonly string[]) => boolean;

const calls = [
  'execve',
  'openat',
  'open',
  'creat',
  'write',
  'writev',
  'pwrite64',
  'chmod',
  'fchmod',
  'fchmodat',
  'rename',
  'renameat',
  'renameat2',
];

/**
 * Runs a program, with umask 000, and looks at all that it and its children hand to the system: no secret may stand in
 * arguments, in the environment of a child that does not need it, or in a file that others could read at that instant.
 * What goes to pipes, terminals and sockets is not looked at here.
 * @param secrets asked at the end, for the run itself may make some
 */
export async function watchedRun(
  argv: readonly string[],
  options: RunOptions,
  secrets: () => readonly string[],
  mayHave: MayHave,
): Promise<Watched> {
  const scratch = mkdtempSync(join(tmpdir(), 'git-codecommit-watched-'));
  const log = join(scratch, 'log');
  try {
    const end = await run('sh', ['-c', 'umask 000; exec "$@"', 'sh', ...watching(log), ...argv], {
      timeoutMs: 120_000,
      ...options,
    });
    return { ...end, ...judge(readFileSync(log, 'latin1'), secrets(), mayHave) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The words that put a program under watch; `judge` reads the log. */
export function watching(log: string): readonly string[] {
  return [
    'strace',
    '-f',
    '-qqq',
    '--seccomp-bpf',
    '-y',
    '-v',
    '-s',
    '65536',
    '-o',
    log,
    '-e',
    `trace=${calls.join(',')}`,
  ];
}

/** Reads a log of such a run. */
export function judge(
  log: string,
  secrets: readonly string[],
  mayHave: MayHave,
): { leaks: readonly Leak[]; programs: readonly string[] } {
  const leaks: Leak[] = [];
  const programs: string[] = [];
  const modes = new Map<string, number>();
  const isSecret = (text: string): boolean => secrets.some((secret) => text.includes(secret));
  for (const line of wholeLines(log)) {
    const [, name = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? [];
    if (name === 'execve') {
      const { argv, env } = execution(rest);
      programs.push(argv.join(' '));
      if (argv.some(isSecret)) leaks.push({ where: 'arguments', what: argv[0] ?? '' });
      // The first is the program itself: what it is given is its caller's doing.
      if (programs.length === 1) continue;
      for (const [variable, value] of env)
        if (isSecret(value) && !mayHave(variable, argv))
          leaks.push({
            where: 'environment',
            what: `${variable} of ${argv
              .slice(0, 4)
              .map((word) => basename(word))
              .join(' ')}`,
          });
    } else if (/^(?:open|openat|creat)$/.test(name)) {
      const [, mode, path] = /O_CREAT[^)]*, (0\d+)\) += \d+<([^>]+)>/.exec(rest) ?? [];
      if (path !== undefined && mode !== undefined && !modes.has(path)) modes.set(path, Number.parseInt(mode, 8));
    } else if (name.includes('chmod')) {
      const [, path = ''] = /^\d+<([^>]+)>|"([^"]+)"/.exec(rest) ?? [];
      modes.set(path, Number.parseInt(/, (0\d*)/.exec(rest)?.[1] ?? '0', 8));
    } else if (name.startsWith('rename')) {
      const [from = '', to = ''] = [...rest.matchAll(/"([^"]+)"/g)].map(([, path]) => path ?? '');
      modes.set(to, modes.get(from) ?? 0o600);
    } else if (isSecret(rest)) {
      const path = /^\d+<(\/[^>]+)>/.exec(rest)?.[1];
      if (path === undefined || path.startsWith('/dev/')) continue;
      // Unknown: it was there before the run, and what it was is looked at afterwards.
      const mode = modes.get(path) ?? 0o600;
      if ((mode & 0o077) !== 0) leaks.push({ where: 'file', what: `${path} (0${mode.toString(8)})` });
    }
  }
  return { leaks, programs };
}

function execution(rest: string): { argv: string[]; env: [string, string][] } {
  const words = (list: string): string[] => [...list.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word ?? '');
  const argvEnd = rest.indexOf('], [');
  const argv = words(rest.slice(rest.indexOf('['), argvEnd < 0 ? rest.length : argvEnd));
  return {
    argv,
    env: words(argvEnd < 0 ? '' : rest.slice(argvEnd)).map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      pair.slice(pair.indexOf('=') + 1),
    ]),
  };
}
