/**
 * Files as this program needs them. Text is `latin1`: one character a byte, so that whatever bytes a file holds come
 * back as they were.
 */
export interface Files {
  /** The file's bytes, or undefined where there is no file. Throws Problem `file` when it cannot be read. */
  read(path: string): Promise<string | undefined>;

  /**
   * Changes a file under its lock (`path.lock`, behind symbolic links): reads it, hands the text to `change`, and puts
   * the result in its place in one step, so that at every instant the file is the old one or the new one, whole.
   * `change` may be called again when somebody else wrote in between. Returning undefined leaves the file alone; what
   * `change` throws comes out, and leaves it alone too. Do not edit the same file inside `change` or inside its lock.
   * Mode 0600 (folder 0700) where new; kept, with the owner, where the file was there, but never wider than 0600.
   * `links: 'refused'` is for a file that a person names: a link of that name may have come with a clone, and lead
   * anywhere.
   * Throws Problem `file`; the file is then as it was.
   */
  edit(
    path: string,
    change: (text: string | undefined) => string | undefined,
    options?: { readonly links?: 'refused' },
  ): Promise<void>;

  /** Removes a file; nothing happens where there is none. */
  remove(path: string): Promise<void>;

  /** Removes a folder and all in it, or the link in its place; nothing happens where there is none. */
  removeFolder(path: string): Promise<void>;

  /**
   * Removes a file that holds nothing but white space, under its lock, or a folder that holds nothing; a link is left alone, and so
   * is what may not be removed.
   * @returns whether nothing is there any more
   */
  removeEmpty(path: string): Promise<boolean>;

  /** The names of what a folder holds; none where there is no folder. */
  names(folder: string): Promise<readonly string[]>;

  /**
   * Runs `work` while holding the lock of that name: the file `path.lock`, in a folder that is made where it is
   * missing.
   * The lock outlives no process that died. Throws Problem `file`, naming the lock, when others hold it for `waitMs`
   * (a minute). `instead` is looked at while others hold it: what it gives ends the waiting, and `work` is not needed.
   */
  withLock<T>(
    path: string,
    work: () => Promise<T>,
    options?: { readonly waitMs?: number; readonly instead?: (() => T | undefined) | undefined },
  ): Promise<T>;

  /** Facts about a path, through symbolic links, or undefined. */
  stat(path: string): Promise<FileFacts | undefined>;
}

export interface FileFacts {
  readonly mode: number;
  readonly isLink: boolean;
  readonly isDirectory: boolean;
  /** A regular file: no folder, device, pipe or socket. */
  readonly isFile: boolean;
  readonly size: number;
}
