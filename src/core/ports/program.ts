/** The installation that is running. */
export interface Program {
  readonly version: string;
  /** Finds out where it lies; all paths real ones, with links followed. */
  facts(): Promise<ProgramFacts>;
  /**
   * Copies the built program to a folder of the user's alone, in one step; what is there already and the same stays.
   */
  copyTo(folder: string): Promise<void>;
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
