import type { OpenId } from '../../src/core/ports/openid.js';
import { openOpenId } from '../../src/system/openid/index.js';

/** The product's OpenID client, seeing only these variables. */
export function openIdSeeing(env: Readonly<Record<string, string>>, now: () => Date = () => new Date()): OpenId {
  return openOpenId({ env, now });
}
