import type { Call } from '../../wire/exchange.js';
import type { IdentityCenter } from '../../aws/identity-center.js';

/** The Identity Centers that a Region's services know. */
export function centersIn({ aws, place }: Call): readonly IdentityCenter[] {
  return aws.identityCenters.filter(({ region }) => region === place.region);
}
