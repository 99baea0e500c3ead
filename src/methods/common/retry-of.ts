import type { Retry } from '../../aws/refusals/explain.js';
import { Refusal } from '../../core/problem.js';

/** What may help where AWS refused a call; the explanations are loaded only then. */
export async function retryOf(error: unknown): Promise<Retry | undefined> {
  return error instanceof Refusal ? (await import('../../aws/refusals/explain.js')).explain(error).retry : undefined;
}
