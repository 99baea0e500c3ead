import type { Credentials } from '../core/credentials.js';
import type { WebIdentity } from '../core/ports/aws/aws.js';
import { endingWithGit } from './ending-with-git.js';
import { openHelperAws } from './open-helper-aws.js';

/**
 * The entry point that the credential helper loads where variables name a token and the role that is taken with it: STS
 * gives a session, which is kept nowhere.
 * @param region of the repository
 * @throws Problem
 */
export async function webIdentityFromHelper(webIdentity: WebIdentity, region: string): Promise<Credentials> {
  return await endingWithGit(({ signal }) => openHelperAws(signal).webIdentityCredentials(webIdentity, { region }));
}
