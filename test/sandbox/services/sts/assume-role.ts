import { checkConstraints } from '../../wire/constraints.js';
import type { Call } from '../../wire/exchange.js';
import { members, type Parameters, type QueryOperation } from '../../wire/query-protocol.js';
import { accessDenied, validationError } from '../../wire/service-error.js';
import { refusal, refusalSentence } from '../../aws/authorization.js';
import { callerContext, type Caller } from '../../aws/caller.js';
import { requestContext } from '../../aws/condition.js';
import type { Role } from '../../aws/role.js';
import { trusts } from '../../aws/trust.js';
import { limits } from './limits.js';
import { proveMfa } from './mfa.js';
import { checkRegion } from './regions.js';
import { roleSessionXml } from './role-session.js';
import { readNarrowing, readTags } from './session-policies.js';

/** Source: STS API reference, AssumeRole; IAM user guide, "Granting a user permissions to switch roles". */
export const assumeRole: QueryOperation = {
  signed: true,
  run(parameters, call, caller) {
    checkConstraints(parameters, {
      RoleArn: limits.arn,
      RoleSessionName: limits.sessionName,
      DurationSeconds: limits.roleDuration,
      MinimumSessionTokenSize: limits.minimumSessionTokenSize,
      ExternalId: limits.externalId,
      SerialNumber: limits.serialNumber,
      TokenCode: limits.tokenCode,
      SourceIdentity: limits.sourceIdentity,
      Policy: limits.policy,
    });
    checkRegion(call, caller.account);
    const mfa = proveMfa(parameters, caller);
    const tags = sessionTags(parameters, caller);
    const role = permitted(parameters, call, caller, mfa, tags);
    const narrowing = readNarrowing(parameters, role.account, tags);
    const session = call.aws.issue(
      {
        kind: 'role-session',
        account: role.account,
        role,
        name: parameters.get('RoleSessionName'),
        policies: narrowing.policies,
        tags,
        transitiveTagKeys: members(parameters, 'TransitiveTagKeys'),
        sourceIdentity: parameters.get('SourceIdentity') ?? caller.session?.origin.sourceIdentity,
        versionOne: call.place.global,
      },
      duration(parameters, role, caller),
    );
    return roleSessionXml(session, narrowing.packedPolicySize);
  },
};

/** The tags of the new session: those given, and those that travel along a chain of roles. */
function sessionTags(parameters: Parameters, caller: Caller): Map<string, string> {
  const given = readTags(parameters);
  const origin = caller.session?.origin;
  const inherited = new Map([...(origin?.tags ?? [])].filter(([key]) => origin?.transitiveTagKeys?.includes(key)));
  const clash = [...given.keys()].find((key) => inherited.has(key));
  if (clash !== undefined) throw validationError(`Tag with the key '${clash}' cannot be changed: it is transitive`);
  return new Map([...inherited, ...given]);
}

/** The role, if its trust policy and the caller's own policies agree; else AWS's one sentence, which never says why. */
function permitted(
  parameters: Parameters,
  call: Call,
  caller: Caller,
  mfa: boolean,
  tags: ReadonlyMap<string, string>,
): Role {
  const arn = parameters.get('RoleArn') ?? '';
  if (!/^arn:[^:]+:iam::\d{12}:role\/.+$/.test(arn)) throw validationError(`${arn} is invalid`);
  if (caller.kind === 'root') throw accessDenied('Roles may not be assumed by root accounts.');
  const role = call.aws.role(arn);
  const given = readTags(parameters);
  const keys = {
    'sts:ExternalId': parameters.get('ExternalId'),
    'sts:RoleSessionName': parameters.get('RoleSessionName'),
    'sts:SourceIdentity': parameters.get('SourceIdentity') ?? caller.session?.origin.sourceIdentity,
    ...Object.fromEntries([...given].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(mfa ? { 'aws:MultiFactorAuthPresent': 'true', 'aws:MultiFactorAuthAge': '0' } : {}),
  };
  const context = new Map([
    ...callerContext(caller, call.clock.now()),
    ...requestContext(keys, { 'aws:TagKeys': [...given.keys()] }),
  ]);
  for (const action of [
    'sts:AssumeRole',
    ...(tags.size > 0 ? ['sts:TagSession'] : []),
    ...(keys['sts:SourceIdentity'] === undefined ? [] : ['sts:SetSourceIdentity']),
  ]) {
    const trust =
      role && caller.kind !== 'federated-user' ? trusts(role.trust, caller, { action, resource: arn, context }) : 'no';
    const own = refusal(caller, action, arn, keys) === undefined;
    const direct = trust === 'named' && role?.account === caller.account;
    if (trust === 'no' || (!own && !direct)) throw accessDenied(refusalSentence(caller, action, arn));
  }
  if (!role) throw accessDenied(refusalSentence(caller, 'sts:AssumeRole', arn));
  checkRegion(call, role.account);
  return role;
}

function duration(parameters: Parameters, role: Role, caller: Caller): number {
  const asked = parameters.get('DurationSeconds');
  const seconds = Number(asked ?? 3600);
  const chained = caller.kind === 'role-session';
  if (chained && seconds > 3600)
    throw validationError(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (seconds > role.maxSessionDuration)
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return seconds;
}
