import type { AnyMethod } from '../core/method.js';
import { assumeRole } from './assume-role.js';
import { cognito } from './cognito/index.js';
import { consoleLogin } from './console-login.js';
import { environment } from './environment.js';
import { federationToken } from './federation-token.js';
import { identityCenter } from './identity-center/index.js';
import { instance } from './instance.js';
import { keys } from './keys.js';
import { processCredentials } from './process.js';
import { saml } from './saml/index.js';
import { sessionToken } from './session-token.js';
import { webIdentity } from './web-identity/index.js';

/** Every way to sign in, in the order of the menu: what most people were given stands first. */
export const methods = [
  assumeRole,
  sessionToken,
  identityCenter,
  saml,
  webIdentity,
  cognito,
  consoleLogin,
  keys,
  environment,
  processCredentials,
  instance,
  federationToken,
] satisfies readonly AnyMethod[];
