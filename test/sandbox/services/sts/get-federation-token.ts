import { checkConstraints } from '../../wire/constraints.js';
import type { QueryOperation } from '../../wire/query-protocol.js';
import { accessDenied } from '../../wire/service-error.js';
import { refusal } from '../../aws/authorization.js';
import { credentialsXml, utilization } from './credentials.js';
import { limits } from './limits.js';
import { checkRegion } from './regions.js';
import { readNarrowing, readTags } from './session-policies.js';

/**
 * For long-term keys only; without a policy the session may do nothing. Source: STS API reference, GetFederationToken.
 */
export const getFederationToken: QueryOperation = {
  signed: true,
  run(parameters, call, caller) {
    checkConstraints(parameters, {
      Name: limits.federatedName,
      DurationSeconds: limits.duration,
      MinimumSessionTokenSize: limits.minimumSessionTokenSize,
      Policy: limits.policy,
    });
    checkRegion(call, caller.account);
    if (caller.session) throw accessDenied('Cannot call GetFederationToken with session credentials');
    const name = parameters.get('Name') ?? '';
    const tags = readTags(parameters);
    const federated = caller.account.arn('sts', `federated-user/${name}`);
    for (const action of ['sts:GetFederationToken', ...(tags.size > 0 ? ['sts:TagSession'] : [])]) {
      const message = refusal(caller, action, federated);
      if (message !== undefined) throw accessDenied(message);
    }
    const { policies, packedPolicySize } = readNarrowing(parameters, caller.account, tags);
    const asked = Number(parameters.get('DurationSeconds') ?? 43_200);
    const session = call.aws.issue(
      {
        kind: 'federated-user',
        account: caller.account,
        user: caller.user,
        name,
        policies,
        tags,
        versionOne: call.place.global,
      },
      caller.kind === 'root' ? Math.min(asked, 3600) : asked,
    );
    return {
      Credentials: credentialsXml(session),
      FederatedUser: { FederatedUserId: `${caller.account.id}:${name}`, Arn: federated },
      PackedPolicySize: packedPolicySize,
      SessionTokenUtilization: utilization(session),
    };
  },
};
