import { isRoleSession } from '../aws/arns.js';
import { durationLadder } from '../aws/durations.js';
import { explain } from '../aws/explain.js';
import { isTemporary } from '../core/credentials.js';
import type { TemporaryCredentials } from '../core/credentials.js';
import type { Source } from '../core/method.js';
import { Refusal } from '../core/problem.js';

/**
 * Whether taking a role with these keys is role chaining, which AWS limits to one hour. Only a role's session chains:
 * not every temporary key does. Source: IAM user guide, "Role chaining".
 */
export async function isChained(source: Source): Promise<boolean> {
  return isTemporary(source.credentials) && isRoleSession((await source.identity()).arn);
}

/** The session length that an earlier run was granted, in seconds, from the recipe's text. */
export function granted(remembered: string | undefined): number | undefined {
  return remembered !== undefined && /^\d{3,6}$/.test(remembered) ? Number(remembered) : undefined;
}

/**
 * The longest session that a role grants, found by stepping down from 12 hours; a length remembered from an earlier
 * run is tried first.
 * @param call asks AWS for a session of so many seconds
 * @param most no length above it is tried, and this one first: what an assertion allows
 * @returns the credentials and the seconds that were granted
 */
export async function longestGranted(
  call: (seconds: number) => Promise<TemporaryCredentials>,
  remembered?: string,
  most = Infinity,
): Promise<{ credentials: TemporaryCredentials; seconds: number }> {
  const first = granted(remembered);
  const highest = Math.min(first ?? Infinity, most);
  const lengths = [...(highest === Infinity ? [] : [highest]), ...durationLadder.filter((step) => step < highest)];
  const last = lengths.at(-1) ?? 900;
  for (const seconds of lengths) {
    try {
      return { credentials: await call(seconds), seconds };
    } catch (error) {
      if (seconds === last || !(error instanceof Refusal) || explain(error).retry !== 'lower-duration') throw error;
    }
  }
  return { credentials: await call(last), seconds: last };
}
