import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Both are a matter of milliseconds. */
const patienceMs = 5_000;

/**
 * Gives a file the extended attributes, access list (ACL) and SELinux context of another, which Node has no words for,
 * by GNU cp; its content stays. What cannot be copied is left out, and so is everything where there is no such cp.
 * Mode, owner and times come along too: the caller sets what they are to be. Source: cp(1), `--attributes-only`.
 */
export function copyAttributes(from: string, to: string): void {
  if (process.platform === 'linux') run('cp', ['--attributes-only', '--preserve=all', '-T', '--', from, to]);
}

/**
 * Whether an access list lets others than the owner at a file. On Linux its mask stands in the place of the group's
 * bits, so nothing is asked where those are empty. Source: acl(5), "CORRESPONDENCE BETWEEN ACL ENTRIES AND FILE
 * PERMISSION BITS"; ls(1), the `+` behind the mode.
 * @param mode of the file
 */
export function hasOpenAccessList(path: string, mode: number): boolean {
  return process.platform === 'linux' && (mode & 0o070) !== 0 && /^\S{10}\+/.test(run('ls', ['-ld', '--', path]));
}

/** @returns what the program printed; nothing where it is not there, or fails */
function run(name: string, args: readonly string[]): string {
  // Never by PATH, which may lead into a clone.
  const program = ['/usr/bin', '/bin', '/run/current-system/sw/bin']
    .map((folder) => `${folder}/${name}`)
    .find((path) => existsSync(path));
  if (program === undefined) return '';
  const { stdout, error } = spawnSync(program, args, {
    env: { LC_ALL: 'C' },
    encoding: 'latin1',
    timeout: patienceMs,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return error === undefined ? stdout : '';
}
