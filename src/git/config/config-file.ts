/** One file of Git's configuration: the user's, or that of the clone a folder lies in. */
export interface ConfigFile {
  readonly scope: 'global' | 'local';
  readonly cwd: string;
}
