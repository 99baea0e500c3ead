import type { TimedOperation } from '../../aws/durations.js';
import { parsePolicy } from '../../aws/limits.js';
import type { MethodContext } from '../../core/method.js';
import { Problem, isProblem } from '../../core/problem.js';

/**
 * The session policy in a file, checked against STS's limits for that call.
 * @returns the policy as JSON text without needless blanks, or undefined where no file was named
 * @throws Problem that belongs to the question `policyFile`, so that a person is asked for another file
 */
export async function readPolicy(
  path: string | undefined,
  { readText }: Pick<MethodContext, 'readText'>,
  operation: TimedOperation,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return parsePolicy(await readText(path), operation);
  } catch (error) {
    throw isProblem(error)
      ? new Problem(error.kind, error.message, { hint: error.hint, cause: error, question: 'policyFile' })
      : error;
  }
}
