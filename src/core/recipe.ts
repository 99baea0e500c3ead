/** The recipe of credentials that no profile has: they go to the environment, or a machine hands them out anew. */
export const environmentRecipe = 'environment';

/**
 * How a profile's credentials were got, without anything secret: what a refresh repeats. Answers are raw texts by
 * question name; several values stand one a line.
 */
export interface Recipe {
  readonly method: string;
  readonly region: string;
  readonly answers: Readonly<Record<string, string>>;
  /** The questions whose answers the author of a team recipe chose, as far as nobody has changed them since. */
  readonly fromTeam?: readonly string[] | undefined;
  /** Whose the last credentials were, as AWS said. */
  readonly account?: string | undefined;
  readonly arn?: string | undefined;
  /** How many seconds the last session had when it was begun, to the minute; undefined where its end is not known. */
  readonly lasts?: number | undefined;
}
