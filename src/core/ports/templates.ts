/** The texts that are filled in: policies for administrators, settings, pages for a team. */
export interface Templates {
  /**
   * The text of one, UTF-8.
   * @param path below the folder of the templates, with slashes: `iam/trust/saml.json`
   * @throws Problem `file` where there is none
   */
  read(path: string): Promise<string>;
  /** The paths of all in a folder and the folders in it, sorted: `iam`. */
  list(folder: string): Promise<readonly string[]>;
}
