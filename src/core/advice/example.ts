/** A call that help and the manual show. */
export interface Example {
  /** The words behind the command, or for a method behind `setup --method ID`; unquoted. */
  readonly words: readonly string[];
  /** What it does, without a full stop. */
  readonly does: string;
}
