import type { CommandLink } from './command-link.js';

/** The installation that is running. */
export interface Program {
  readonly version: string;
  /** Finds out where it lies; all paths real ones, with links followed. */
  facts(): Promise<ProgramFacts>;
  /**
   * Copies the built program to a folder of the user's alone, in one step; what is there already and the same stays.
   */
  copyTo(folder: string): Promise<void>;
  /** The link on PATH that makes its command work. */
  readonly link: CommandLink;
}

export interface ProgramFacts {
  /** The folder of the built program, where the credential helper lies. */
  readonly folder: string;
  /** The folder of the templates. */
  readonly templates: string;
  /** The running Node, by a path that its updates keep where there is one. */
  readonly node: string;
  /** Folders that are emptied sooner or later. */
  readonly temporaryFolders: readonly string[];
  /** Both the helper and a Node are found with `PATH=/usr/bin:/bin`. */
  readonly inSystemFolder: boolean;
}

/** The oldest Node that the wizard runs on, and that Git's helper can renew a session with; package.json says it to npm. */
export const oldestNode = [20, 19] as const;

/** Whether the wizard cannot run on it. @param version as `process.versions.node` has it */
export function isTooOldNode(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1]);
}
