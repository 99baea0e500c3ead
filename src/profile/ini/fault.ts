import type { TextLine } from '../../core/text/lines.js';

/** What can be wrong with one of AWS's files. */
export type FaultId =
  | 'utf-16'
  | 'bom'
  | 'encoding'
  | 'no-section'
  | 'bad-line'
  | 'half-header'
  | 'conflict-marker'
  | 'duplicate-section'
  | 'duplicate-key'
  | 'bad-block'
  | 'lone-cr'
  | 'header-comment'
  | 'swallowed'
  | 'continued'
  | 'default-section'
  | 'same-profile'
  | 'object-name'
  | 'profile-prefix'
  | 'no-profile-prefix'
  | 'padded-name'
  | 'cli-alone'
  | 'sdk-alone'
  | 'capitals'
  | 'quotes'
  | 'odd-character'
  | 'inline-comment'
  | 'colon'
  | 'odd-space';

/** One fault, in words that follow "line N: ". */
export interface Fault {
  readonly id: FaultId;
  /** Counted from 1. */
  readonly line: number;
  /**
   * `rejected`: botocore, and with it the AWS CLI, reads nothing of the file. `ambiguous`: AWS's readers disagree on
   * this line, or none reads there what was meant.
   */
  readonly level: 'rejected' | 'ambiguous';
  readonly message: string;
  /** The profile that is unreadable because of it, if it is one alone. */
  readonly profile?: string | undefined;
}

/**
 * Takes what was found: of ten thousand sections hardly one has a fault, and lists for each would take longer than
 * looking.
 */
export type Report = (fault: Fault) => void;

export function rejected(id: FaultId, line: number | TextLine, message: string): Fault {
  return { id, line: typeof line === 'number' ? line : line.number, level: 'rejected', message };
}

export function ambiguous(id: FaultId, line: TextLine, message: string, profile?: string): Fault {
  return { id, line: line.number, level: 'ambiguous', message, ...(profile !== undefined && { profile }) };
}
