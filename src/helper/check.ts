import type { Credentials } from '../core/credentials.js';
import type { Verdict } from '../core/ports/helper-memory.js';
import type { GitRequest } from '../aws/codecommit/git-signature.js';
import { checkSession } from './answer/check-session.js';
import { openHelperAws } from './open-helper-aws.js';
import { systemClock } from '../system/clock.js';
import { openGitProbe } from '../system/git/probe.js';

/**
 * The entry point that the credential helper loads when a password may have been refused: it asks AWS whether the
 * session still is good.
 */
export async function checkFromHelper(
  request: GitRequest,
  credentials: Credentials,
  profile: string | undefined,
): Promise<Verdict> {
  return await checkSession(request, credentials, profile, {
    aws: openHelperAws(),
    probe: (url, service, login) => openGitProbe(process.env)(url, service, login),
    clock: systemClock,
  });
}
