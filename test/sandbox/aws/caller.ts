import { isoSeconds } from '../../../src/core/text/time.js';
import type { Account } from './account.js';
import { requestContext, type RequestContext } from './condition.js';
import type { PolicyDocument } from './policy.js';
import type { Role } from './role.js';
import type { Session } from './session.js';
import type { User } from './user.js';

/** Whoever signed a request. */
export interface Caller {
  readonly kind: 'root' | 'user' | Session['origin']['kind'];
  readonly account: Account;
  readonly arn: string;
  /** STS's `UserId`. */
  readonly userId: string;
  readonly user: User | undefined;
  readonly role: Role | undefined;
  readonly session: Session | undefined;
  /** Long-term key of a user or of root; otherwise the session's key. */
  readonly accessKeyId: string;
}

/** The caller behind a long-term key. */
export function keyCaller(user: User, accessKeyId: string): Caller {
  const kind = user.name === undefined ? 'root' : 'user';
  return {
    kind,
    account: user.account,
    arn: user.arn,
    userId: user.id,
    user,
    role: undefined,
    session: undefined,
    accessKeyId,
  };
}

/** The caller behind a session. Source: IAM user guide, "Policy variables", table of principals. */
export function sessionCaller(session: Session): Caller {
  const { kind, account, user, role, name } = session.origin;
  const base = { kind, account, user, role, session, accessKeyId: session.accessKeyId };
  if (role)
    return {
      ...base,
      arn: account.arn('sts', `assumed-role/${role.name}/${name ?? ''}`),
      userId: `${role.id}:${name ?? ''}`,
    };
  if (kind === 'federated-user')
    return { ...base, arn: account.arn('sts', `federated-user/${name ?? ''}`), userId: `${account.id}:${name ?? ''}` };
  return { ...base, arn: user?.arn ?? '', userId: user?.id ?? '' };
}

/** What the caller's own policies are. */
export function identityPolicies(caller: Caller): readonly PolicyDocument[] {
  return caller.role?.policies ?? caller.user?.policies ?? [];
}

/** The condition keys that every request of this caller has. */
export function callerContext(caller: Caller, now: Date): RequestContext {
  const origin = caller.session?.origin;
  const tags = Object.fromEntries([...(origin?.tags ?? [])].map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
  // The MFA keys exist only with temporary credentials; those of a role never say yes.
  // Source: IAM user guide, "AWS global condition context keys", aws:MultiFactorAuthPresent.
  const mfaAt = origin?.kind === 'role-session' ? undefined : origin?.mfaAt;
  return requestContext({
    'aws:userid': caller.userId,
    'aws:username': caller.role ? undefined : caller.user?.name,
    'aws:PrincipalArn': caller.role?.arn ?? caller.arn,
    'aws:PrincipalAccount': caller.account.id,
    'aws:CurrentTime': isoSeconds(now),
    'aws:SourceIdentity': origin?.sourceIdentity,
    'aws:TokenIssueTime': caller.session && isoSeconds(caller.session.issuedAt),
    'aws:MultiFactorAuthPresent': caller.session && String(mfaAt !== undefined),
    'aws:MultiFactorAuthAge': mfaAt && String(Math.floor((now.getTime() - mfaAt.getTime()) / 1000)),
    ...tags,
    ...origin?.context,
  });
}
