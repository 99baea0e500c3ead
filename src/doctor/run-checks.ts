import { joined } from '../core/advice/advice.js';
import { askedElsewhere, isProblem, type Problem } from '../core/problem.js';
import { skip } from './check.js';
import { sayForeignEndpoints } from '../sign-in/foreign-endpoints.js';
import type { Check, Finding, CheckPorts, CheckResult, DiagnosisFacts, Endpoint } from './check.js';

export type RunChecksPorts = Omit<CheckPorts, 'found' | 'networkProblems'>;

/**
 * Runs the checks in their order. What cannot be looked at is left out and says why: without Git what goes by its
 * settings, and, once the network failed, what needs the same endpoint. A check that looks into the failure itself
 * (`network`) is `online` for nothing, and always runs.
 */
export async function runChecks(
  checks: readonly Check[],
  facts: DiagnosisFacts,
  ports: RunChecksPorts,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  const networkProblems = new Map<Endpoint, Problem>();
  for (const check of checks) {
    const { id, title } = check;
    found.push({ id, title, ...(await resultOf(check, facts, { ...ports, found, networkProblems }, networkProblems)) });
  }
  return withCause(found);
}

async function resultOf(
  check: Check,
  facts: DiagnosisFacts,
  ports: CheckPorts,
  networkProblems: Map<Endpoint, Problem>,
): Promise<CheckResult> {
  if (check.git === true && facts.gitProblem !== undefined) return skip('Git cannot be asked about its settings.');
  const before = check.online === undefined ? undefined : networkProblems.get(check.online);
  if (before !== undefined) return skip(joined(['Not looked at:', before.said]));
  try {
    const outcome = await check.run(facts, ports);
    return check.online === 'aws' || check.id === 'network' ? await naming(outcome, facts, ports) : outcome;
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (error.kind === 'network' && check.online !== undefined) networkProblems.set(check.online, error);
    return skip(joined(['Not looked at:', error.said, askedElsewhere(error)]));
  }
}

/**
 * Where a stand-in may have answered, what was found says so: nobody looks for a variable, or a line in AWS's files.
 */
async function naming(
  outcome: CheckResult,
  { profile, keysFrom }: DiagnosisFacts,
  { aws }: Pick<CheckPorts, 'aws'>,
): Promise<CheckResult> {
  if (outcome.level === 'skip') return outcome;
  const asked = await sayForeignEndpoints([keysFrom === 'profile' ? profile : undefined], aws);
  return asked.length === 0
    ? outcome
    : { ...outcome, detail: joined([outcome.detail, `Not AWS was asked, but ${asked.join(' and ')}.`]) };
}

/** A warning that explains the first failure is the failure; what it explains only follows from it. */
function withCause(found: readonly Finding[]): readonly Finding[] {
  const first = found.find(({ level }) => level === 'fail');
  const cause = first && found.find(({ level, explains }) => level === 'warn' && explains?.includes(first.id) === true);
  if (cause === undefined) return found;
  return found.map((finding) => {
    if (finding === cause) return { ...finding, level: 'fail' };
    if (finding.level !== 'fail' || cause.explains?.includes(finding.id) !== true) return finding;
    return {
      ...finding,
      level: 'skip',
      detail: joined([finding.detail, `It follows from: ${cause.title}.`]),
      fix: undefined,
    };
  });
}
