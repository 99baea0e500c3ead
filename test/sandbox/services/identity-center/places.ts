import type { Call } from '../../wire/exchange.js';
import type { IdentityCenter } from '../../world/identity-center.js';

/** The Identity Centers that a Region's services know. */
export function centersIn({ world, place }: Call): readonly IdentityCenter[] {
  return world.identityCenters.filter(({ region }) => region === place.region);
}
