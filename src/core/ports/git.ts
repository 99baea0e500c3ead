/** How a run of Git ended. */
export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface GitRunOptions {
  readonly cwd?: string | undefined;
  readonly input?: string | undefined;
  /** Added to the child's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Runs as if outside of every repository: nothing that a clone brings counts, wherever `cwd` is. */
  readonly outside?: boolean | undefined;
  /** After this the run is killed and ends with code 124. */
  readonly timeoutMs?: number | undefined;
}

/** The lock of a file of Git's settings: the file itself with `.lock` behind its name. */
export interface GitLock {
  /** Where it lies, symbolic links of the settings resolved. */
  readonly path: string;
  /** It is a regular file of this user's. */
  readonly isOwn: boolean;
  /** How long ago it was written to last, by this computer's clock. */
  readonly ageSeconds: number;
  /** A process of this user's that has it open. */
  readonly holder: number | undefined;
  /** Whether the system tells which processes have it open. */
  readonly isSeen: boolean;
}

/**
 * Git as a program. A folder that is a repository without a `.git` counts as one only where it lies in no clone (its
 * author may have put it there) and is the user's own. The variable GIT_DIR names such a one on purpose. Throws Problem
 * `git` only when there is no Git to run.
 */
export interface Git {
  /**
   * Makes sure that there is a Git, that it starts, and that it is new enough: what is about to be set up needs that.
   */
  ready(): Promise<void>;
  /** Runs Git quietly (`LC_ALL=C`, no prompts) and returns what it said. */
  run(args: readonly string[], options?: GitRunOptions): Promise<GitResult>;
  /**
   * The repository without a `.git` that Git would find from a folder, and that is not used: it lies in a clone, or is
   * another user's.
   */
  embedded(cwd: string): string | undefined;
  /** The lock of a file of settings; undefined where there is none. @param file its path, links and all */
  lockOf(file: string): GitLock | undefined;
  /** Runs Git on the user's own terminal, progress and all; returns its exit code. stdout goes to stderr. */
  show(args: readonly string[], options?: Pick<GitRunOptions, 'cwd' | 'env'>): Promise<number>;
}
