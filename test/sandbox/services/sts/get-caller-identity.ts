import type { QueryOperation } from '../../wire/query-protocol.js';
import { checkRegion } from './regions.js';

/** Needs no permission, and no policy can forbid it. Source: STS API reference, GetCallerIdentity. */
export const getCallerIdentity: QueryOperation = {
  signed: true,
  run(_, call, caller) {
    checkRegion(call, caller.account);
    return { Arn: caller.arn, UserId: caller.userId, Account: caller.account.id };
  },
};
