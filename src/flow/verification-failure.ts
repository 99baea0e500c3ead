import { Problem } from '../core/problem.js';
import type { House } from '../core/ports/house.js';
import { checks } from '../doctor/index.js';
import { admit, examine } from './examine.js';
import type { Rooms } from './rooms.js';

/**
 * What the doctor finds where the proof with Git has failed: Git itself never shows why CodeCommit said 403. What was
 * written stays.
 * @param url the repository that Git was refused
 * @returns a problem of the same kind, with the doctor's cause for a hint where there is one
 */
export async function withDoctorsCause(problem: Problem, url: string, house: House, rooms: Rooms): Promise<Problem> {
  const patient = await admit(url, house, rooms);
  const findings = await house.ui.step('Looking for the cause', () => examine(checks, patient, { ...house, nodeVersion: process.version }));
  const cause = findings.find(({ level }) => level === 'fail');
  if (cause === undefined) return problem;
  const fix = cause.fix === undefined ? `What was written stays; \`git codecommit doctor ${url}\` looks again.` : `\`${cause.fix}\` mends it; what was written stays.`;
  return new Problem(problem.kind, problem.message, { hint: `${cause.title}: ${cause.detail} ${fix}`, cause: problem });
}
