import { isRoleSession } from '../../aws/arns.js';
import { durationLadder } from '../../aws/durations.js';
import { isTemporary } from '../../core/credentials.js';
import type { TemporaryCredentials } from '../../core/credentials.js';
import { sayDuration } from '../../core/text/duration.js';
import type { Source } from '../../core/method.js';
import { Refusal } from '../../core/problem.js';
import { retryOf } from './retry-of.js';

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
      if (seconds === last || (await retryOf(error)) !== 'lower-duration') throw error;
    }
  }
  return { credentials: await call(last), seconds: last };
}

/**
 * A session of just this length: what was asked for is never changed. Where the role grants less, the refusal's hint
 * says how much.
 * @param limit finds out how much the role grants, in seconds; by stepping down unless told
 */
export async function exactly(
  call: (seconds: number) => Promise<TemporaryCredentials>,
  seconds: number,
  limit: () => Promise<number | undefined> = () => shorterGranted(call, seconds),
): Promise<TemporaryCredentials> {
  try {
    return await call(seconds);
  } catch (error) {
    const most = (await retryOf(error)) === 'lower-duration' ? await limit() : undefined;
    if (!(error instanceof Refusal) || most === undefined) throw error;
    const flag = most % 3600 === 0 ? `${most / 3600}h` : `${Math.floor(most / 60)}m`;
    throw new Refusal(error.message, error.facts, {
      hint: `AWS grants ${sayDuration(most)} here: --duration ${flag}, or leave --duration away.`,
      cause: error,
    });
  }
}

async function shorterGranted(
  call: (seconds: number) => Promise<TemporaryCredentials>,
  seconds: number,
): Promise<number | undefined> {
  for (const shorter of durationLadder.filter((step) => step < seconds)) {
    try {
      await call(shorter);
      return shorter;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return undefined;
}
