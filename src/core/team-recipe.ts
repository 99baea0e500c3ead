/** The format of team recipes that this version writes and reads. */
export const teamRecipeFormat = '1';

/**
 * What a team's members have in common: how they sign in, and where the repository is. It holds answers to shareable
 * questions alone, so nothing secret, nothing personal, and nothing about the reader's own files.
 */
export interface TeamRecipe {
  readonly method: string;
  readonly region?: string | undefined;
  /** Its HTTPS clone URL, or its name. */
  readonly repository?: string | undefined;
  /** The Git host of a VPC endpoint. */
  readonly host?: string | undefined;
  /** Raw answers to the method's questions, by question name; several values stand one a line. */
  readonly answers: Readonly<Record<string, string>>;
  /** Whose recipe it is, and whom to ask: words for people only. */
  readonly team?: string | undefined;
  readonly contact?: string | undefined;
}
