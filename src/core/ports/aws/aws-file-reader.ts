/** The values of a profile, or of another section. */
export type SectionValues = Readonly<Record<string, string | undefined>>;

/** AWS's own reader of its two files: what its JavaScript SDKs see. */
export interface AwsFileReader {
  /** Every profile of two texts (latin1), config first and the credentials file on top of it. */
  profiles(texts: {
    readonly credentials: string;
    readonly config: string;
  }): Promise<Readonly<Record<string, SectionValues>>>;
}
