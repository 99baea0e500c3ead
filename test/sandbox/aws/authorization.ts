import { callerContext, identityPolicies, type Caller } from './caller.js';
import { evaluate, type PolicyDocument } from './policy.js';

/**
 * Whether the caller may do it: some policy of its own allows it, no policy denies it, and a narrowed session's
 * policies allow it too.
 * @returns AWS's sentence of refusal, or undefined if it is allowed
 * Source: IAM user guide, "Policy evaluation logic" and "Troubleshoot access denied error messages".
 */
export function refusal(
  caller: Caller,
  action: string,
  resource: string,
  context: Readonly<Record<string, string | undefined>> = {},
): string | undefined {
  const reason = refusalReason(caller, action, resource, context);
  return reason === undefined ? undefined : `${refusalSentence(caller, action, resource)} ${reason}`;
}

/** The sentence without a reason, as AWS says it across accounts. */
export function refusalSentence(caller: Caller, action: string, resource: string): string {
  return `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource}`;
}

function refusalReason(
  caller: Caller,
  action: string,
  resource: string,
  extra: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (caller.kind === 'root') return undefined;
  const context = new Map(callerContext(caller, caller.account.clock.now()));
  for (const [key, value] of Object.entries(extra)) if (value !== undefined) context.set(key.toLowerCase(), [value]);
  const ask = (policies: readonly PolicyDocument[]): string => evaluate(policies, { action, resource, context });
  if (ask(caller.account.controls) === 'deny') return 'with an explicit deny in a service control policy';
  const endpoint =
    action.startsWith('codecommit:') && caller.account.aws.endpointPolicies.length > 0
      ? ask(caller.account.aws.endpointPolicies)
      : 'allow';
  if (endpoint === 'deny') return 'with an explicit deny in a VPC endpoint policy';
  const identity = caller.session?.revoked ? 'deny' : ask(identityPolicies(caller));
  const session = sessionPolicies(caller);
  const narrowed = session === undefined ? 'allow' : ask(session);
  if (identity === 'deny') return 'with an explicit deny in an identity-based policy';
  if (narrowed === 'deny') return 'with an explicit deny in a session policy';
  if (identity === 'none') return `because no identity-based policy allows the ${action} action`;
  if (narrowed === 'none') return `because no session policy allows the ${action} action`;
  if (endpoint === 'none') return `because no VPC endpoint policy allows the ${action} action`;
  return undefined;
}

// A federated user without a policy has no permissions at all. Source: STS API reference, GetFederationToken,
// "Permissions".
function sessionPolicies(caller: Caller): readonly PolicyDocument[] | undefined {
  const policies = caller.session?.origin.policies;
  return caller.kind === 'federated-user' ? (policies ?? []) : policies;
}
