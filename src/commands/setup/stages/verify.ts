import { isOfClone, setsHelper } from '../../../core/plan.js';
import type { Plan } from '../../../core/plan.js';
import { isProblem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import type { Target } from '../../../interview/clone-target.js';
import type { Stores } from '../../../stores/stores.js';
import { withDoctorsCause } from '../verify/verification-failure.js';
import { verifyWithGit } from '../verify/verify-with-git.js';

export interface VerifyInput {
  readonly plan: Plan;
  readonly target: Pick<Target, 'url' | 'host'>;
  /** The keys, where the environment of this run alone has them. */
  readonly env: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * The fifth stage: Git proves that it works, where it was set up for this or needed no setting up.
 * @returns whether there was anything to prove
 * @throws Problem `aws`, `network` or `git`, with the doctor's cause
 */
export async function verify({ plan, target, env }: VerifyInput, ports: Ports, stores: Stores): Promise<boolean> {
  if (!setsHelper(plan) && plan.recipesFile !== undefined) return false;
  const { url, host } = target;
  try {
    await verifyWithGit({ url, host, cwd: ports.cwd, inClone: isOfClone(plan), env }, ports, stores);
    return true;
  } catch (error) {
    // Keys that only this run's environment has are none that the doctor could look at.
    throw isProblem(error) && !isProblem(error, 'cancelled') && url !== undefined && env === undefined
      ? await withDoctorsCause(error, url, ports, stores)
      : error;
  }
}
