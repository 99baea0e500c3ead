import type { Finding, Patient } from './check.js';

/** Who was examined, and what was found. */
export interface Examination {
  readonly patient: Patient;
  readonly findings: readonly Finding[];
}

/** The first that breaks Git: the one to mend. */
export function causeOf(findings: readonly Finding[]): Finding | undefined {
  return findings.find(({ level }) => level === 'fail');
}
