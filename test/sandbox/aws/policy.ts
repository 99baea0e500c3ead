import { knownTo } from './action-keys.js';
import { conditionsHold, expandVariables, matchesPattern, type Condition, type RequestContext } from './condition.js';

type OneOrMore = string | readonly string[];

export type PrincipalElement = '*' | Readonly<Record<string, OneOrMore>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: PrincipalElement;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Condition;
}

/** An IAM policy or trust policy. Source: IAM user guide, "IAM JSON policy reference". */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: Statement | readonly Statement[];
}

/** What somebody wants to do. */
export interface AuthorizationRequest {
  /** `codecommit:GitPull` */
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** A policy's answer to a request; `deny` is explicit and beats everything. */
export type Verdict = 'allow' | 'deny' | 'none';

export function list(value: OneOrMore | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

export function statements(policy: PolicyDocument): readonly Statement[] {
  return isList(policy.Statement) ? policy.Statement : [policy.Statement];
}

function isList(value: Statement | readonly Statement[]): value is readonly Statement[] {
  return Array.isArray(value);
}

/** What these policies, taken together, say. Source: IAM user guide, "Policy evaluation logic". */
export function evaluate(policies: readonly PolicyDocument[], request: AuthorizationRequest): Verdict {
  return verdictOf(policies.flatMap(statements).filter((statement) => speaksOf(statement, request)));
}

/** Deny beats allow beats silence. */
export function verdictOf(matching: readonly Statement[]): Verdict {
  if (matching.some((statement) => statement.Effect === 'Deny')) return 'deny';
  return matching.length > 0 ? 'allow' : 'none';
}

/** Whether a statement covers the request's action, resource and conditions (a trust statement has no resource). */
export function speaksOf(statement: Statement, request: AuthorizationRequest): boolean {
  return (
    matchesAction(statement, request.action) &&
    matchesResource(statement, request) &&
    conditionsHold(statement.Condition, knownTo(request.action, request.context))
  );
}

function matchesAction({ Action, NotAction }: Statement, action: string): boolean {
  const matches = (patterns: OneOrMore): boolean =>
    list(patterns).some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase()));
  return NotAction === undefined ? matches(Action ?? []) : !matches(NotAction);
}

function matchesResource(
  { Resource, NotResource, Principal }: Statement,
  { resource, context }: AuthorizationRequest,
): boolean {
  const matches = (patterns: OneOrMore): boolean =>
    list(patterns).some((pattern) => matchesPattern(expandVariables(pattern, context), resource));
  if (NotResource !== undefined) return !matches(NotResource);
  return Resource === undefined ? Principal !== undefined : matches(Resource);
}
