import { sentence } from '../../../core/advice/advice.js';
import type { Advice } from '../../../core/advice/advice.js';
import { Problem } from '../../../core/problem.js';
import { printable } from '../../../core/text/printable.js';

/** What AWS's providers say when there simply is no valid sign-in; our own sentence says that better. */
const boilerplate =
  /not found or is invalid|session associated with this profile|is expired|Failed to load token|Value not present/;

/** A profile whose sign-in is over, and the command that signs in again. */
export function signedOutProfile(
  profile: string,
  how: string,
  signIn: (profile: string) => Advice,
  cause: unknown,
): Problem {
  const said = cause instanceof Error && !boilerplate.test(cause.message) ? ` (${printable(cause.message, 300)})` : '';
  const name = printable(profile, 100);
  return new Problem(
    'aws',
    `The profile "${name}" signs in through ${how}, and that sign-in has ended, or was never made${said}.`,
    {
      hint: sentence`Run: ${signIn(profile)}`,
      cause,
    },
  );
}
