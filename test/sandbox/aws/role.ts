import { isoSeconds } from '../../../src/core/text/time.js';
import type { Account } from './account.js';
import { uniqueId } from './ids.js';
import type { PolicyDocument } from './policy.js';

export interface RoleFacts {
  trust: PolicyDocument;
  /** Seconds. */
  maxSessionDuration: number;
  readonly policies: PolicyDocument[];
}

/** An IAM role. */
export class Role {
  readonly id = uniqueId('AROA');
  readonly arn: string;
  readonly createDate: Date;
  readonly policies: PolicyDocument[];
  trust: PolicyDocument;
  maxSessionDuration: number;

  constructor(
    readonly account: Account,
    readonly name: string,
    readonly path: string,
    facts: RoleFacts,
  ) {
    this.arn = account.arn('iam', `role${path}${name}`);
    this.createDate = account.clock.now();
    this.policies = [...facts.policies];
    this.trust = facts.trust;
    this.maxSessionDuration = facts.maxSessionDuration;
  }

  /**
   * The console's "Revoke active sessions". Source: IAM user guide, "Revoking IAM role temporary security credentials".
   */
  revokeSessions(): void {
    const before = isoSeconds(new Date(this.account.clock.now().getTime() + 1000));
    this.policies.push({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': before } },
      },
    });
  }
}
