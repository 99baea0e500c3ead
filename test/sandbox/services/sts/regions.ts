import type { Call } from '../../wire/exchange.js';
import { ServiceError } from '../../wire/service-error.js';
import type { Account } from '../../aws/account.js';

/** Refuses where the account has STS switched off in this endpoint's region. */
export function checkRegion({ place }: Call, account: Account): void {
  if (account.hasSts(place.region)) return;
  throw new ServiceError(
    'RegionDisabledException',
    `STS is not activated in this region for account:${account.id}. Your account administrator can activate ` +
      'STS in this region using the IAM Console.',
    403,
  );
}
