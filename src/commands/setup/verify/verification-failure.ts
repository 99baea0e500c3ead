import { joined, sentence } from '../../../core/advice/advice.js';
import { doctor } from '../../../core/advice/own-commands.js';
import { Problem, isProblem } from '../../../core/problem.js';
import type { Ports } from '../../../core/ports/ports.js';
import { causeOf } from '../../../doctor/cause.js';
import type { Finding } from '../../../doctor/check.js';
import { diagnose } from '../../../doctor/diagnose.js';
import type { Stores } from '../../../stores/stores.js';

/** A doctor that cannot look at everything must not hide what failed. */
async function doctorsCause(url: string, ports: Ports, stores: Stores): Promise<Finding | undefined> {
  try {
    return causeOf((await diagnose({ url }, ports, stores)).findings);
  } catch (error) {
    if (isProblem(error) && error.kind !== 'cancelled') return undefined;
    throw error;
  }
}

/**
 * What the doctor finds where the proof with Git has failed: Git itself never shows why CodeCommit said 403. What was
 * written stays.
 * @param url the repository that Git was refused
 * @returns a problem of the same kind, with the doctor's cause for a hint where there is one
 */
export async function withDoctorsCause(problem: Problem, url: string, ports: Ports, stores: Stores): Promise<Problem> {
  const cause = await doctorsCause(url, ports, stores);
  if (cause === undefined) return problem;
  const fix =
    cause.fix === undefined
      ? sentence`What was written stays; \`${doctor(url)}\` looks again.`
      : sentence`\`${cause.fix}\` mends it; what was written stays.`;
  return new Problem(problem.kind, problem.said, {
    hint: sentence`${cause.title}: ${joined([cause.detail, fix])}`,
    cause: problem,
  });
}
