import type { Sentence } from '../core/advice/advice.js';
import { readSentence } from '../core/advice/read-sentence.js';
import { plainText } from '../core/advice/say.js';
import { hideSecrets } from '../core/text/hide-secrets.js';
import type { PrivateState } from '../core/ports/private-state.js';
import { Problem } from '../core/problem.js';
import { tryToKeep } from '../core/try-to-keep.js';
import type { ProblemKind } from '../core/problem.js';

/** The document of a profile's state that holds it. */
export const failureDocument = 'renewal';

/** Why the last renewal for Git failed, as those who waited for it are told. */
export interface SharedFailure {
  /** In milliseconds. */
  readonly at: number;
  readonly kind: ProblemKind;
  readonly message: string;
  /** In words, for a version that does not know all of `advice`. */
  readonly hint: string | undefined;
  /** The hint's parts, where it advises something. */
  readonly advice?: Sentence['parts'] | undefined;
  readonly byPerson: boolean;
}

/** A refusal to give a code counts for the Git processes that ask within this time. */
const refusalMs = 60_000;

/** What is kept of a failure: no secret, in its words or in what it advises. */
export function failureOf(
  { kind, message, hint }: Problem,
  { at, byPerson }: Pick<SharedFailure, 'at' | 'byPerson'>,
): SharedFailure {
  const words = hint === undefined ? undefined : plainText(hint);
  const hidden = words === undefined ? undefined : hideSecrets(words);
  return {
    at,
    kind,
    message: hideSecrets(message),
    hint: hidden,
    advice: typeof hint === 'object' && hidden === words ? hint.parts : undefined,
    byPerson,
  };
}

/**
 * The failure that counts for a Git process too: one since it began to wait, or a person's refusal of the last minute.
 * One of the future counts for nobody: the clock was ahead when it was written down.
 * @param began when the process began to wait, in milliseconds
 * @param now in milliseconds
 */
export function sharedFailure(document: unknown, began: number, now: number): Problem | undefined {
  if (!isFailure(document) || document.at > now) return undefined;
  if (!(document.at >= began || (document.byPerson && began - document.at < refusalMs))) return undefined;
  return new Problem(document.kind, document.message, {
    hint: readSentence(document.advice) ?? document.hint,
  });
}

/** What a new session makes untrue. One that cannot be removed counts for no process that begins to wait later. */
export async function forgetFailure(profile: string, state: Pick<PrivateState, 'remove'>): Promise<void> {
  await tryToKeep(() => state.remove(profile, failureDocument));
}

function isFailure(document: unknown): document is SharedFailure {
  const { at, message } = (document ?? {}) as Partial<SharedFailure>;
  return typeof at === 'number' && typeof message === 'string';
}
