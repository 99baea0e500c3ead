import type { PrivateState } from '../core/ports/private-state.js';
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

/**
 * The failure that counts for a Git process too: one since it began to wait, or a person's refusal of the last minute.
 * One of the future counts for nobody: the clock was ahead when it was written down.
 * @param began when the process began to wait, in milliseconds
 * @param now in milliseconds
 */
export function sharedFailure(document: unknown, began: number, now: number): Problem | undefined {
  if (!isFailure(document) || document.at > now) return undefined;
  if (!(document.at >= began || (document.byPerson && began - document.at < refusalMs))) return undefined;
  return new Problem(document.kind, document.message, { hint: document.hint });
}

/** What a new session makes untrue. */
export async function forgetFailure(profile: string, state: Pick<PrivateState, 'remove'>): Promise<void> {
  await state.remove(profile, failureDocument);
}

function isFailure(document: unknown): document is SharedFailure {
  const { at, message } = (document ?? {}) as Partial<SharedFailure>;
  return typeof at === 'number' && typeof message === 'string';
}
