import { sayDuration } from '../core/text/duration.js';
import { Problem } from '../core/problem.js';

/** The STS calls that take a duration. */
export type TimedOperation =
  'AssumeRole' | 'AssumeRoleWithSAML' | 'AssumeRoleWithWebIdentity' | 'GetSessionToken' | 'GetFederationToken';

/** Seconds. */
interface DurationLimits {
  readonly least: number;
  readonly most: number;
  /** What AWS takes when nothing is said. */
  readonly usual: number;
}

const hour = 3600;

/** Source: STS API reference, `DurationSeconds` of each call. A role may allow less than the most. */
const durationLimits: Readonly<Record<TimedOperation, DurationLimits>> = {
  AssumeRole: { least: 900, most: 12 * hour, usual: hour },
  AssumeRoleWithSAML: { least: 900, most: 12 * hour, usual: hour },
  AssumeRoleWithWebIdentity: { least: 900, most: 12 * hour, usual: hour },
  GetSessionToken: { least: 900, most: 36 * hour, usual: 12 * hour },
  GetFederationToken: { least: 900, most: 36 * hour, usual: 12 * hour },
};

/** The most that a role assumed from another role's session gets. Source: IAM user guide, role chaining. */
export const chainedLimit = hour;

/** The lengths that are tried, longest first, to find out how long a role lets its sessions last. */
export const durationLadder: readonly number[] = [12 * hour, 8 * hour, 4 * hour, hour];

/**
 * Checks a duration against what the call can give at all.
 * @throws Problem `usage` naming the limit
 */
export function checkDuration(operation: TimedOperation, seconds: number): number {
  const { least, most } = durationLimits[operation];
  if (seconds < least) throw new Problem('usage', `A session lasts at least ${sayDuration(least)}.`);
  if (seconds > most) throw new Problem('usage', `AWS gives at most ${sayDuration(most)} here.`);
  return seconds;
}
