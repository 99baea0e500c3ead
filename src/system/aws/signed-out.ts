import { Problem } from '../../core/problem.js';
import { printable } from '../../core/printable.js';

/** A profile whose sign-in is over, and the command that signs in again. */
export function signedOut(profile: string, how: string, command: string, cause: unknown): Problem {
  const said = cause instanceof Error ? ` (${printable(cause.message, 300)})` : '';
  return new Problem('aws', `The profile "${printable(profile, 100)}" signs in through ${how}, and that sign-in cannot be used: it has ended, or there is none${said}.`, {
    hint: `Run: ${command} --profile ${printable(profile, 100)}`,
    cause,
  });
}
