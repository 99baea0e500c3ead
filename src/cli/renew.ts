import type { Credentials } from '../core/credentials.js';
import { Problem } from '../core/problem.js';
import { openRooms } from '../flow/open-rooms.js';
import { renewForGit } from '../flow/renew-for-git.js';
import { methods } from '../methods/index.js';
import { askCodeAsGitDoes } from '../system/askpass.js';
import { openHouse } from './house.js';

/** What an unattended renewal may take in all; a dead network must not hang `git pull`. */
const deadlineMs = 30_000;

/**
 * The door that the credential helper opens when a session has ended, and then only: behind it lies everything that is
 * slow to load.
 * @param state.ended whether the session is over, so that a person may be asked for a code
 * @param state.dead the access key id that AWS takes no more, whatever the profile says of its end
 * @throws Problem saying which command helps
 */
export async function renewFromHelper(profile: string, { ended, dead }: { readonly ended: boolean; readonly dead?: string }): Promise<Credentials> {
  // Git may be run by anything: nobody is sent to a browser from here, nor to a code.
  const house = { ...openHouse({ nobody: true, quiet: true, noBrowser: true }), browser: undefined };
  let asking = false;
  const askCode = async (name: string, refused: string | undefined): Promise<string | undefined> => {
    asking = true;
    return await askCodeAsGitDoes(name, refused, house);
  };
  const work = renewForGit(profile, house, openRooms(house), { methods, askCode, ended, dead });
  const timer = new Promise<never>((_resolve, reject) => {
    setTimeout(() => {
      if (!asking) reject(new Problem('network', `New credentials for profile ${profile} took longer than ${deadlineMs / 1000} s.`, { hint: `When the network is back: git codecommit refresh ${profile}` }));
    }, deadlineMs).unref();
  });
  return await Promise.race([work, timer]);
}
