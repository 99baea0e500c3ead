import * as os from 'node:os';
import type { Credentials } from '../core/credentials.js';
import type { Verdict } from '../core/ports/helper-memory.js';
import { version } from '../core/version.js';
import type { GitRequest } from '../aws/codecommit/git-signature.js';
import { checkSession } from './answer/check-session.js';
import { findPaths } from '../state/paths.js';
import { openAws } from '../system/aws/index.js';
import { systemClock } from '../system/clock.js';
import { createFiles } from '../system/files/files.js';
import { openGitProbe } from '../system/git/probe.js';
import { homeOf } from '../system/home-folder.js';

/**
 * The entry point that the credential helper loads when a password may have been refused: it asks AWS whether the
 * session still is good.
 */
export async function checkFromHelper(
  request: GitRequest,
  credentials: Credentials,
  profile: string | undefined,
): Promise<Verdict> {
  const { env, platform } = process;
  const { credentials: credentialsFile, config, home } = findPaths(platform, env, homeOf(os));
  const aws = openAws({
    env,
    files: { credentials: credentialsFile, config, home },
    disk: createFiles(),
    version,
    now: () => systemClock.now(),
  });
  return await checkSession(request, credentials, profile, {
    aws,
    probe: (url, service, login) => openGitProbe(env)(url, service, login),
    clock: systemClock,
  });
}
