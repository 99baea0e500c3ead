/** The values of a profile, or of another section. */
export type SectionValues = Readonly<Record<string, string | undefined>>;

/** AWS's own reader of its two files: what its JavaScript SDKs see. */
export interface AwsFiles {
  /** Every profile, config first and the credentials file on top of it. A file that is not there counts as empty. */
  profiles(paths: { readonly credentials: string; readonly config: string }): Promise<Readonly<Record<string, SectionValues>>>;
}
