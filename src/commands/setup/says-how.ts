import type { InvocationOf } from '../common/call.js';
import { setupFlags } from './flags.js';
import type { SetupFlag } from './flags.js';

/** What to clone, and where to: none of how to sign in. */
const ofClone: readonly string[] = ['repository', 'host', 'clone'];

/** Whether a call says more than what to clone: how to sign in, what to write, or that nobody shall be asked. */
export function saysHow(invocation: InvocationOf<SetupFlag>): boolean {
  const names = setupFlags.map(({ name }) => name).filter((name) => !ofClone.includes(name));
  return invocation.saysAny(['profile', 'yes', 'json', ...names]);
}
