import { askedElsewhere, isProblem, type Problem } from '../core/problem.js';
import { skip } from './check.js';
import { sayForeignEndpoints } from '../sign-in/foreign-endpoints.js';
import type { Check, Finding, Instruments, Outcome, Patient, Way } from './check.js';

export type Examining = Omit<Instruments, 'found' | 'trouble'>;

/**
 * Runs the checks in their order. What cannot be looked at is left out and says why: without Git what goes by its
 * settings, and, once the network failed, what needs the same way out. A check that looks into the failure itself
 * (`network`) is `online` for nothing, and always runs.
 */
export async function examine(
  checks: readonly Check[],
  patient: Patient,
  examining: Examining,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const trouble = new Map<Way, Problem>();
  for (const check of checks) {
    const { id, title } = check;
    found.push({ id, title, ...(await outcomeOf(check, patient, { ...examining, found, trouble }, trouble)) });
  }
  return withCause(found);
}

async function outcomeOf(
  check: Check,
  patient: Patient,
  instruments: Instruments,
  trouble: Map<Way, Problem>,
): Promise<Outcome> {
  if (check.git === true && patient.gitTrouble !== undefined) return skip('Git cannot be asked about its settings.');
  const before = check.online === undefined ? undefined : trouble.get(check.online);
  if (before !== undefined) return skip(`Not looked at: ${before.message}`);
  try {
    const outcome = await check.run(patient, instruments);
    return check.online === 'aws' || check.id === 'network' ? await naming(outcome, patient, instruments) : outcome;
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind === 'network' && check.online !== undefined) trouble.set(check.online, error);
    return skip(
      ['Not looked at:', error.message, askedElsewhere(error)].filter((part) => part !== undefined).join(' '),
    );
  }
}

/**
 * Where a stand-in may have answered, what was found says so: nobody looks for a variable, or a line in AWS's files.
 */
async function naming(
  outcome: Outcome,
  { profile, keysFrom }: Patient,
  { aws }: Pick<Instruments, 'aws'>,
): Promise<Outcome> {
  if (outcome.level === 'skip') return outcome;
  const asked = await sayForeignEndpoints([keysFrom === 'profile' ? profile : undefined], aws);
  return asked.length === 0
    ? outcome
    : { ...outcome, detail: `${outcome.detail} Not AWS was asked, but ${asked.join(' and ')}.` };
}

/** A warning that explains the first failure is the failure; what it explains only follows from it. */
function withCause(found: readonly Finding[]): readonly Finding[] {
  const first = found.find(({ level }) => level === 'fail');
  const cause = first && found.find(({ level, explains }) => level === 'warn' && explains?.includes(first.id) === true);
  if (cause === undefined) return found;
  return found.map((finding) => {
    if (finding === cause) return { ...finding, level: 'fail' };
    if (finding.level !== 'fail' || cause.explains?.includes(finding.id) !== true) return finding;
    return { ...finding, level: 'skip', detail: `${finding.detail} It follows from: ${cause.title}.`, fix: undefined };
  });
}
