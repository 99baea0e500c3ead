import { configConflict, credentialsFile, environment, legacyToken, profile } from './aws-files.js';
import { cachedPassword } from './cached-password.js';
import type { Check } from '../check.js';
import { cloneSettings } from './clone-settings.js';
import { helperOrder } from './helper-order.js';
import { helper } from './helpers.js';
import { emptyAuth, extraHeader } from './http-settings.js';
import { netrc } from './netrc.js';
import { network } from './network.js';
import { pull, push } from './probes.js';
import { remoteUrl } from './remote.js';
import { repository } from './repository.js';
import { settingsLock } from './settings-lock.js';
import { clock, expiry, identity } from './session.js';
import { useHttpPath } from './use-http-path.js';
import { awsCli, gitVersion, nodeVersion } from './tools.js';

/**
 * Every check, in the order in which a cause is looked for: the first that fails is the one to fix (contract, section
 * 10).
 */
export const checks: readonly Check[] = [
  gitVersion,
  nodeVersion,
  awsCli,
  credentialsFile,
  profile,
  legacyToken,
  configConflict,
  environment,
  cloneSettings,
  settingsLock,
  helper,
  helperOrder,
  useHttpPath,
  remoteUrl,
  netrc,
  extraHeader,
  emptyAuth,
  cachedPassword,
  expiry,
  clock,
  identity,
  repository,
  pull,
  push,
  network,
];
