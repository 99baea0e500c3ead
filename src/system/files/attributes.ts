import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** All of them are a matter of milliseconds. */
const patienceMs = 5_000;

/** Where the system's own programs lie: never by PATH, which may lead into a clone. */
const systemFolders = ['/usr/bin', '/bin', '/run/current-system/sw/bin'];

/**
 * What became of the attributes of a file that another one is to replace; `unseen` where nothing here can tell whether
 * it has any.
 */
export type AttributesFate = 'kept' | 'lost' | 'unseen';

/** What is told of it. */
export interface Attributes {
  /**
   * Gives a file the extended attributes, access list (ACL) and SELinux context of another, which Node has no words
   * for, by GNU cp; its content stays. Where there is no such cp, they are lost, if there are any. Mode, owner and
   * times come along too: the caller sets what they are to be. Source: cp(1), `--attributes-only`.
   */
  copy(from: string, to: string): AttributesFate;
  /**
   * Whether an access list lets others than the owner at a file. On Linux its mask stands in the place of the group's
   * bits, so nothing is asked where those are empty. Source: acl(5), "CORRESPONDENCE BETWEEN ACL ENTRIES AND FILE
   * PERMISSION BITS"; ls(1), the `+` behind the mode.
   * @param mode of the file
   */
  hasOpenAccessList(path: string, mode: number): boolean;
}

/** By the system's programs. @param folders where they are looked for */
export function systemAttributes(
  folders: readonly string[] = systemFolders,
  platform: NodeJS.Platform = process.platform,
): Attributes {
  const run = (name: string, args: readonly string[]): string | undefined => runIn(folders, name, args);
  return {
    copy(from, to) {
      if (platform === 'win32') return 'kept';
      const args = ['--attributes-only', '--preserve=all', '-T', '--', from, to];
      if (platform === 'linux' && run('cp', args) !== undefined) return 'kept';
      return (platform === 'linux' ? hasAttributes(from, run) : hasMark(from, run)) ?? 'unseen';
    },
    hasOpenAccessList: (path, mode) =>
      platform === 'linux' && (mode & 0o070) !== 0 && /^\S{10}\+/.test(run('ls', ['-ld', '--', path]) ?? ''),
  };
}

type Run = (name: string, args: readonly string[]) => string | undefined;

/**
 * The SELinux context, which every file has where there is such a thing, does not count: the folder's policy gives the
 * new file its own. Source: getfattr(1); xattr(7), "Extended security attributes".
 */
function hasAttributes(path: string, run: Run): AttributesFate | undefined {
  const found = run('getfattr', ['--absolute-names', '-m', '-', path]);
  if (found === undefined) return /^\S{10}\+/.test(run('ls', ['-ld', '--', path]) ?? '') ? 'lost' : undefined;
  return /^(?!#|security\.)\S/m.test(found) ? 'lost' : 'kept';
}

/** Source: ls(1) of macOS, "The Long Format": `@` stands for extended attributes, `+` for an access list. */
function hasMark(path: string, run: Run): AttributesFate | undefined {
  const mark = /^\S{10}(.)/.exec(run('ls', ['-ld', path]) ?? '')?.[1];
  return mark === undefined ? undefined : mark === '@' || mark === '+' ? 'lost' : 'kept';
}

/** @returns what the program printed; undefined where it is not there, or fails */
function runIn(folders: readonly string[], name: string, args: readonly string[]): string | undefined {
  const program = folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  if (program === undefined) return undefined;
  const { stdout, status } = spawnSync(program, args, {
    env: { LC_ALL: 'C' },
    encoding: 'latin1',
    timeout: patienceMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}
