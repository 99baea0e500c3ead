import type { Account } from './account.js';
import type { Caller } from './caller.js';
import { matchesPattern, type Condition } from './condition.js';
import {
  list,
  speaksOf,
  statements,
  verdictOf,
  type PolicyDocument,
  type PrincipalElement,
  type Statement,
  type AuthorizationRequest,
} from './policy.js';

/** A trust policy in a few words. */
export interface TrustSketch {
  /** Account ids or ARNs; the own account if left out. */
  readonly principals?: readonly string[];
  readonly externalId?: string;
  readonly mfa?: boolean;
  /** `allowed`: may be given; `required`: must be given. */
  readonly sourceIdentity?: 'allowed' | 'required';
  /** Whether session tags may be passed. */
  readonly tags?: boolean;
  /** A pattern that the session name must match. */
  readonly sessionName?: string;
}

/** The trust policy that a sketch means. */
export function trustDocument(sketch: TrustSketch, account: Account): PolicyDocument {
  const principals = (sketch.principals ?? [account.id]).map((one) =>
    /^\d{12}$/.test(one) ? `arn:${account.partition}:iam::${one}:root` : one,
  );
  const like = {
    ...(sketch.sourceIdentity === 'required' ? { 'sts:SourceIdentity': '*' } : {}),
    ...(sketch.sessionName === undefined ? {} : { 'sts:RoleSessionName': sketch.sessionName }),
  };
  const allow = (action: string, condition: Condition): Statement => ({
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: action,
    Condition: condition,
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow('sts:AssumeRole', {
        ...(sketch.externalId === undefined ? {} : { StringEquals: { 'sts:ExternalId': sketch.externalId } }),
        ...(sketch.mfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : {}),
        ...(Object.keys(like).length > 0 ? { StringLike: like } : {}),
      }),
      ...(sketch.tags ? [allow('sts:TagSession', {})] : []),
      ...(sketch.sourceIdentity ? [allow('sts:SetSourceIdentity', {})] : []),
    ],
  };
}

/**
 * What a trust policy says of a caller of AWS's own kind: `named` itself, `account` if only its account is trusted (the
 * account must then allow it too), `no`.
 * Source: IAM user guide, "AWS JSON policy elements: Principal", and "Cross-account policy evaluation logic".
 */
export function trusts(
  trust: PolicyDocument,
  caller: Caller,
  request: AuthorizationRequest,
): 'named' | 'account' | 'no' {
  const speaking = statements(trust).filter((statement) => speaksOf(statement, request));
  const named = verdictOf(speaking.filter(({ Principal }) => names(Principal, [caller.arn, caller.role?.arn])));
  const account = verdictOf(
    speaking.filter(({ Principal }) => names(Principal, [caller.account.id, caller.account.arn('iam', 'root')])),
  );
  if (named === 'deny' || account === 'deny') return 'no';
  if (named === 'allow') return 'named';
  return account === 'allow' ? 'account' : 'no';
}

/** Whether a trust policy lets somebody in who signed in elsewhere; `provider` as in `Principal.Federated`. */
export function trustsFederated(trust: PolicyDocument, provider: string, request: AuthorizationRequest): boolean {
  const speaking = statements(trust).filter((statement) => speaksOf(statement, request));
  return (
    verdictOf(
      speaking.filter(
        ({ Principal }) =>
          Principal !== undefined && Principal !== '*' && list(Principal['Federated']).includes(provider),
      ),
    ) === 'allow'
  );
}

function names(principal: PrincipalElement | undefined, who: readonly (string | undefined)[]): boolean {
  if (principal === undefined) return false;
  const patterns = principal === '*' ? ['*'] : list(principal['AWS']);
  // Only a lone `*` is a wildcard here: "you cannot use a wildcard to match part of a principal name or ARN".
  return patterns.some((pattern) =>
    who.some((one) => one !== undefined && (pattern === '*' ? matchesPattern('*', one) : pattern === one)),
  );
}
