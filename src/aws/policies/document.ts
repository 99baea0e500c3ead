type OneOrMore = string | readonly string[];

export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Readonly<Record<string, OneOrMore>>;
  readonly Action: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Condition?: Condition;
}

/** A policy as IAM reads it. Source: IAM user guide, "IAM JSON policy reference". */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly PolicyStatement[];
}

/** What is added to a statement that stands already. */
export type Patch = Partial<Pick<PolicyStatement, 'Action' | 'Condition'>>;

/** The statement with a patch's actions and conditions beside its own; all of the conditions must then hold. */
export function patchStatement(statement: PolicyStatement, patch: Patch): PolicyStatement {
  const condition = mergeConditions(statement.Condition ?? {}, patch.Condition ?? {});
  return {
    ...statement,
    Action: union(statement.Action, patch.Action ?? []),
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function mergeConditions(one: Condition, other: Condition): Condition {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]));
}

function union(one: OneOrMore, other: OneOrMore): OneOrMore {
  const all = [...new Set([one, other].flat())];
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : all;
}

/**
 * How IAM and STS measure a policy: in characters, without white space. Source: IAM user guide, "IAM and AWS STS
 * quotas".
 */
export function sizeOf(document: PolicyDocument): number {
  return JSON.stringify(document).length;
}
