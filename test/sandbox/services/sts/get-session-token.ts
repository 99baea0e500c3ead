import { checkConstraints } from '../../wire/constraints.js';
import type { QueryOperation } from '../../wire/query-protocol.js';
import { accessDenied } from '../../wire/service-error.js';
import { credentialsXml } from './credentials.js';
import { limits } from './limits.js';
import { proveMfa } from './mfa.js';
import { checkRegion } from './regions.js';

/** For long-term keys only; root gets an hour at most. Source: STS API reference, GetSessionToken. */
export const getSessionToken: QueryOperation = {
  signed: true,
  run(parameters, call, caller) {
    checkConstraints(parameters, {
      DurationSeconds: limits.duration,
      MinimumSessionTokenSize: limits.minimumSessionTokenSize,
      SerialNumber: limits.serialNumber,
      TokenCode: limits.tokenCode,
    });
    checkRegion(call, caller.account);
    if (caller.session) throw accessDenied('Cannot call GetSessionToken with session credentials');
    const mfa = proveMfa(parameters, caller);
    const asked = Number(parameters.get('DurationSeconds') ?? 43_200);
    const session = call.aws.issue(
      {
        kind: 'session-token',
        account: caller.account,
        user: caller.user,
        mfaAt: mfa ? call.clock.now() : undefined,
        versionOne: call.place.global,
      },
      caller.kind === 'root' ? Math.min(asked, 3600) : asked,
    );
    return { Credentials: credentialsXml(session) };
  },
};
