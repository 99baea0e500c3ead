import { joined } from '../../core/advice/advice.js';
import type { Text } from '../../core/advice/advice.js';
import type { Problem } from '../../core/problem.js';

/** What is said where somebody has signed in, and it cannot be kept for the next time. */
export function sayUnkeptSignIn(unkept: Problem): Text {
  return joined(['The next refresh will want you to sign in, for this sign-in cannot be kept:', unkept.said]);
}
