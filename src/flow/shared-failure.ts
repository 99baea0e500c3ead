import { Problem } from '../core/problem.js';
import type { ProblemKind } from '../core/problem.js';

/** The document of a profile's state that holds it. */
export const failureDocument = 'renewal';

/** Why the last renewal for Git failed, as those who waited for it are told. */
export interface SharedFailure {
  /** In milliseconds. */
  readonly at: number;
  readonly kind: ProblemKind;
  readonly message: string;
  readonly hint: string | undefined;
  readonly byPerson: boolean;
}

/** A refusal to give a code counts for the Git processes that ask within this time. */
const refusalMs = 60_000;

/** The failure that counts for a Git process too: one since it began to wait, or a person's refusal of the last minute. */
export function sharedFailure(document: unknown, began: number): Problem | undefined {
  const failure = document as SharedFailure | undefined;
  if (failure === undefined || !(failure.at >= began || (failure.byPerson && began - failure.at < refusalMs))) return undefined;
  return new Problem(failure.kind, failure.message, { hint: failure.hint });
}
