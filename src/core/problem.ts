import type { Text } from './advice/advice.js';
import { plainText } from './advice/say.js';

/** What kind of thing went wrong; each kind has its own exit code. */
export type ProblemKind = 'failed' | 'usage' | 'aws' | 'network' | 'file' | 'git' | 'cancelled';

/** The exit code of each kind of problem; 0 is success (contract, section 4). */
export const exitCodes: Readonly<Record<ProblemKind, number>> = {
  failed: 1,
  usage: 2,
  aws: 4,
  network: 5,
  file: 6,
  git: 7,
  cancelled: 130,
};

// The credential helper and what it loads to renew a session are two bundles, each with a class of its own.
const brand = Symbol.for('git-codecommit.problem');

/**
 * An error that is advice: what happened in one sentence, and at most one hint naming the next command.
 * The cause is shown with `--debug` only.
 */
export class Problem extends Error {
  override readonly name: string = 'Problem';
  readonly [brand] = true;
  /** What happened; the error's `message` is the same as documents have it. */
  readonly said: Text;
  /** The next thing to do, as a value: it is put into words where it is shown. */
  readonly hint: Text | undefined;
  /** The question whose answer was wrong, where that is known. */
  readonly question: string | undefined;
  /** The host that was asked, where it is not AWS's, and where it is configured, in words. */
  readonly asked: string | undefined;

  constructor(
    readonly kind: ProblemKind,
    message: Text,
    options: {
      hint?: Text | undefined;
      cause?: unknown;
      question?: string | undefined;
      asked?: string | undefined;
    } = {},
  ) {
    super(plainText(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.said = message;
    this.hint = options.hint;
    this.question = options.question;
    this.asked = options.asked;
  }
}

/** What it means wherever somebody is waited for that the user, or the system, wants us to end. */
export function cancelled(cause?: unknown): Problem {
  return new Problem('cancelled', 'Cancelled.', { cause });
}

/** What AWS said when it refused a call. */
export interface RefusalFacts {
  /** The operation, in AWS's words: `AssumeRole`. */
  readonly operation: string;
  /** AWS's error code: `AccessDenied`. */
  readonly code: string;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
  /** AWS's own clock, from the answer's `Date` header. */
  readonly date?: Date | undefined;
}

/** AWS was reached and said no. `message` is AWS's own, made harmless. */
export class Refusal extends Problem {
  override readonly name = 'Refusal';
  /** The profile of AWS's files whose own lines made the call, and no answer of anybody's; the hint is about them. */
  readonly byProfile: string | undefined;

  constructor(
    message: Text,
    readonly facts: RefusalFacts,
    options: {
      hint?: Text | undefined;
      cause?: unknown;
      asked?: string | undefined;
      byProfile?: string | undefined;
    } = {},
  ) {
    super('aws', message, options);
    this.byProfile = options.byProfile;
  }
}

/** True for a problem of that kind, whichever bundle it comes from. */
export function isProblem(error: unknown, kind?: ProblemKind): error is Problem {
  return error instanceof Error && brand in error && (kind === undefined || (error as Problem).kind === kind);
}

/**
 * The host that a failed call went to, where it is none of AWS's own: a stand-in answers in its own way, and nobody
 * looks for that. Looked for in the causes too, for refusals are put into other words.
 * @returns a sentence to be added, or undefined where AWS itself was asked, or the message names the host already
 */
export function askedElsewhere(error: unknown): string | undefined {
  let said = '';
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    said += at.message;
    const { asked } = at as Partial<Problem>;
    if (asked !== undefined) return said.includes(asked) ? undefined : `Not AWS was asked, but ${asked}.`;
  }
  return undefined;
}
