import { checkConstraints } from '../../wire/constraints.js';
import type { Call } from '../../wire/exchange.js';
import type { Parameters, QueryOperation } from '../../wire/query-protocol.js';
import { accessDenied, validationError } from '../../wire/service-error.js';
import { requestContext } from '../../aws/condition.js';
import type { Role } from '../../aws/role.js';
import { trustsFederated } from '../../aws/trust.js';
import { limits } from './limits.js';
import { checkRegion } from './regions.js';
import { roleSessionXml } from './role-session.js';
import { readNarrowing } from './session-policies.js';
import { proveWebIdentity, type ProvenIdentity } from './web-identity.js';

/** Unsigned: a token vouches for the caller. Source: STS API reference, AssumeRoleWithWebIdentity. */
export const assumeRoleWithWebIdentity: QueryOperation = {
  signed: false,
  async run(parameters, call) {
    checkConstraints(parameters, {
      RoleArn: limits.arn,
      RoleSessionName: limits.sessionName,
      WebIdentityToken: limits.webIdentityToken,
      ProviderId: limits.providerId,
      DurationSeconds: limits.roleDuration,
      MinimumSessionTokenSize: limits.minimumSessionTokenSize,
      Policy: limits.policy,
    });
    const arn = parameters.get('RoleArn') ?? '';
    const role = call.aws.role(arn);
    const identity = await proveWebIdentity(
      parameters,
      role?.account ?? call.aws.accounts.get(arn.split(':')[4] ?? ''),
      call,
    );
    const name = parameters.get('RoleSessionName') ?? '';
    checkTrust(role, arn, name, identity, call);
    checkRegion(call, role.account);
    const narrowing = readNarrowing(parameters, role.account);
    const session = call.aws.issue(
      {
        kind: 'role-session',
        account: role.account,
        role,
        name,
        policies: narrowing.policies,
        versionOne: call.place.global,
        context: identity.context,
      },
      duration(parameters, role),
    );
    call.entry.caller = role.account.arn('sts', `assumed-role/${role.name}/${name}`);
    return {
      ...roleSessionXml(session, narrowing.packedPolicySize),
      SubjectFromWebIdentityToken: identity.subject,
      Audience: identity.audience,
      Provider: identity.provider,
    };
  },
};

/** AWS says the same whether the role does not exist, or does not trust this provider, this client or this person. */
function checkTrust(
  role: Role | undefined,
  arn: string,
  name: string,
  { principal, context }: ProvenIdentity,
  { clock }: Call,
): asserts role is Role {
  const requested = {
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: arn,
    context: requestContext(context, { 'sts:RoleSessionName': name, 'aws:CurrentTime': clock.now().toISOString() }),
  };
  if (!role || !trustsFederated(role.trust, principal, requested))
    throw accessDenied('Not authorized to perform sts:AssumeRoleWithWebIdentity');
}

function duration(parameters: Parameters, role: Role): number {
  const seconds = Number(parameters.get('DurationSeconds') ?? 3600);
  if (seconds > role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return seconds;
}
