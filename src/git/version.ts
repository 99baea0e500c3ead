/** The two numbers of a Git version that say what it can do. */
export type GitVersion = readonly [major: number, minor: number];

/** Reads `git version 2.45.1.windows.1`, `git version 2.39.5 (Apple Git-154)`; undefined where no version stands. */
export function parseGitVersion(text: string): GitVersion | undefined {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

/** Whether a version is that one, or newer. */
export function isAtLeast([major, minor]: GitVersion, [wantedMajor, wantedMinor]: GitVersion): boolean {
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** The oldest Git in which an empty `credential.helper` cuts off the helpers before it (release notes of 2.9.0). */
export const oldestGit: GitVersion = [2, 9];

/** The oldest Git that knows `*` in `credential.<url>` (release notes of 2.26.0). */
export const wildcardGit: GitVersion = [2, 26];
