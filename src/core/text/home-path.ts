/** A path as people write it: `~` for the home folder. For the eye only, for not every shell and program reads it. */
export function inHome(path: string, homeDirectory: string): string {
  return path.startsWith(`${homeDirectory}/`) ? `~${path.slice(homeDirectory.length)}` : path;
}
