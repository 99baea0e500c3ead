import { joined } from '../../core/advice/advice.js';
import type { Credentials } from '../../core/credentials.js';
import type { SessionFault } from '../../core/ports/helper-memory.js';
import { sayDuration } from '../../core/text/duration.js';
import { printable } from '../../core/text/printable.js';
import { isoSeconds } from '../../core/text/time.js';
import { Problem, isProblem } from '../../core/problem.js';
import { stateOf } from '../../core/session-state.js';
import { exportHint, hintOf, refreshHint } from './key-hints.js';
import type { HelperKeys } from './key-sources.js';
import { stopped } from './refusal.js';

/**
 * New credentials for a profile whose session has ended, or is about to; slow to load. Throws Problem.
 * @param state.dead the access key id that AWS takes no more, whatever the profile says of its end
 */
export type RenewForHelper = (
  profile: string,
  state: { readonly ended: boolean; readonly dead?: string },
) => Promise<Credentials>;

/**
 * Keys in place of some that do not outlast Git's work: new ones, or the same while the session lives, for then a
 * failure to renew it is no failure.
 * @throws Problem when the session is over and there is no new one
 */
export async function insteadOfEnding(keys: HelperKeys, now: Date, renew: RenewForHelper): Promise<HelperKeys> {
  const { profile } = keys;
  const ended = stateOf(keys.credentials.expiration, now) === 'expired';
  if (profile === undefined) {
    if (ended) throw sessionEnded(keys, now);
    return keys;
  }
  try {
    return { ...keys, credentials: await renew(profile, { ended }) };
  } catch (error) {
    if (ended) throw withReason(sessionEnded(keys, now), error);
    return keys;
  }
}

/** When it ended, and why there is no new one. */
function withReason(ended: Problem, error: unknown): Problem {
  if (!isProblem(error)) return ended;
  return new Problem(error.kind, joined([ended.said, stopped(error)]), {
    hint: hintOf(error, ended.hint),
    cause: error,
  });
}

function sessionEnded({ credentials: { expiration }, profile }: HelperKeys, now: Date): Problem {
  const ended = expiration ?? now;
  const ago = sayDuration((now.getTime() - ended.getTime()) / 1000);
  return new Problem('aws', `The session ${whose(profile)} ended at ${isoSeconds(ended)} (${ago} ago).`, {
    hint: profile === undefined ? exportHint() : refreshHint(profile),
  });
}

/**
 * Keys in place of some that AWS takes no more.
 * @throws Problem `aws` where there are no new ones
 */
export async function insteadOfRefused(
  keys: HelperKeys,
  fault: SessionFault,
  renew: RenewForHelper,
): Promise<HelperKeys> {
  const {
    profile,
    credentials: { accessKeyId },
  } = keys;
  if (profile === undefined) throw refused(keys, fault);
  try {
    const credentials = await renew(profile, { ended: true, dead: accessKeyId });
    if (credentials.accessKeyId !== accessKeyId) return { ...keys, credentials };
  } catch (error) {
    throw refused(keys, fault, error);
  }
  throw refused(keys, fault);
}

function refused(keys: HelperKeys, fault: SessionFault, cause?: unknown): Problem {
  const { profile } = keys;
  const why = isProblem(cause) ? cause : undefined;
  const own = profile === undefined ? exportHint() : refreshHint(profile, { force: true });
  const hint = why === undefined ? own : hintOf(why, own);
  return new Problem('aws', joined([sayFault(keys, fault), why?.said]), { hint, cause });
}

function sayFault({ profile, credentials: { sessionToken } }: HelperKeys, fault: SessionFault): string {
  if (fault === 'revoked') return `AWS refuses everything to the session ${whose(profile)}: it was revoked.`;
  if (fault === 'ended') return `AWS says that the session ${whose(profile)} has ended.`;
  return sessionToken === undefined
    ? `AWS does not know the access key ${whose(profile)}: it was deleted or turned off.`
    : `AWS does not know the session ${whose(profile)} any more.`;
}

function whose(profile: string | undefined): string {
  return profile === undefined
    ? 'of the credentials in the environment'
    : `of the profile '${printable(profile, 120)}'`;
}
