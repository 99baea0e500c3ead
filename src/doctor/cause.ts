import type { Finding, DiagnosisFacts } from './check.js';

/** What the checks went by, and what they found. */
export interface Diagnosis {
  readonly facts: DiagnosisFacts;
  readonly findings: readonly Finding[];
}

/** The first that breaks Git: the one to fix. */
export function causeOf(findings: readonly Finding[]): Finding | undefined {
  return findings.find(({ level }) => level === 'fail');
}
