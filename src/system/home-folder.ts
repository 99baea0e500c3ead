import type * as Os from 'node:os';

/**
 * The user's home folder: what `HOME` (on Windows `USERPROFILE`) says, else what the system's list of users says. Node
 * asks the list only where the variable is not set, and takes an empty one for the current folder.
 * @param os Node's own part, which is loaded by whoever needs it
 * @returns empty where nobody knows: a container may run under a number that no user has
 */
export function homeOf(os: Pick<typeof Os, 'homedir' | 'userInfo'>): string {
  try {
    return os.homedir() || os.userInfo().homedir;
  } catch {
    return '';
  }
}
