import type { Credentials } from '../core/credentials.js';
import { openStores } from '../stores/open-stores.js';
import { renewForGit, unattendedMs } from './answer/renew-for-git.js';
import type { GitRenewal } from './answer/renew-for-git.js';
import { methods } from '../methods/index.js';
import { askCodeAsGitDoes } from '../system/process/askpass.js';
import type { Cancellation } from '../system/process/cancellation.js';
import { openPorts } from '../system/open-ports.js';
import { readRegularText } from '../system/files/read-text.js';
import { sweep } from '../system/sweep.js';
import { findPaths } from '../state/paths.js';

/** A variable that is set to nothing counts as not set. */
function codeOf(env: Readonly<Record<string, string | undefined>>): string | undefined {
  return env['GIT_CODECOMMIT_MFA_CODE'] === '' ? undefined : env['GIT_CODECOMMIT_MFA_CODE'];
}

/** So long may a renewal take, however long it waited for its turn. */
const leastMs = 10_000;

/**
 * What is slow to load, and loaded by the one Git process whose turn it is to renew a session. @throws Problem saying
 * which command helps
 */
export async function renewNow(
  profile: string,
  renewal: Pick<GitRenewal, 'ended' | 'dead' | 'began'>,
  cancellation: Cancellation,
): Promise<Credentials> {
  // Git may be run by anything: nobody is sent to a browser from here, nor to a code.
  const ports = {
    ...openPorts({ nobody: true, quiet: true, noBrowser: true, cancellation }),
    browser: undefined,
    readText: readRegularText,
  };
  await sweep(findPaths(ports.platform, ports.env, ports.homeDirectory));
  const askCode = (name: string, refused: string | undefined): Promise<string | undefined> =>
    askCodeAsGitDoes(name, refused, ports);
  return await renewForGit(profile, ports, openStores(ports), {
    ...renewal,
    methods,
    askCode,
    code: codeOf(ports.env),
    // What went by before its turn counts, but for one who waited while a person was asked.
    until: Math.max(renewal.began + unattendedMs, Date.now() + leastMs),
  });
}
