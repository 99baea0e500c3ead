import type { TimedOperation } from '../aws/durations.js';
import { parsePolicy } from '../aws/limits.js';
import type { MethodContext } from '../core/method.js';

/**
 * The session policy in a file, checked against STS's limits for that call.
 * @returns the policy as JSON text without needless blanks, or undefined where no file was named
 */
export async function readPolicy(path: string | undefined, { readText }: Pick<MethodContext, 'readText'>, operation: TimedOperation): Promise<string | undefined> {
  return path === undefined ? undefined : parsePolicy(await readText(path), operation);
}
