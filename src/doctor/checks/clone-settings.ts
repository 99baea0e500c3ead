import { doctorOf } from '../../core/advice/own-commands.js';
import { editCloneSettings } from '../../core/advice/other-programs.js';
import { joined, sentence } from '../../core/advice/advice.js';
import { saySettings } from '../../git/config/clone-settings.js';
import { printable } from '../../core/text/printable.js';
import { ok, warn } from '../check.js';
import type { Check } from '../check.js';
import { guardByGit, guardFix } from '../fixes.js';

/** What a clone brings itself: Git goes by it, and it was written by whoever made the clone. */
export const cloneSettings: Check = {
  id: 'clone-settings',
  title: 'What the clone brings',
  git: true,
  run(facts) {
    const { embedded, foreign, guardsBareRepositories } = facts;
    if (embedded !== undefined) {
      const folder = printable(embedded);
      const danger = guardsBareRepositories
        ? ''
        : ' Git itself obeys its settings, and runs what they name, with any command that is typed here.';
      return warn(
        sentence`${folder} is a repository without .git inside a clone, so nothing of it was looked at.${danger} If it is meant: ${doctorOf(embedded)}`,
        guardsBareRepositories ? undefined : guardFix(facts),
      );
    }
    if (foreign.length > 0)
      return warn(
        joined([
          `The clone's own settings name what git-codecommit did not write, and Git goes by it here: ` +
            `${saySettings(foreign).join('; ')}. Git was tried without them. Take out what you do not know:`,
          sentence`${editCloneSettings()}`,
        ]),
      );
    return ok(
      guardsBareRepositories
        ? 'No program, helper, proxy or address of unknown origin.'
        : sentence`No program, helper, proxy or address of unknown origin. Against folders of a clone that are repositories of their own: ${guardByGit()}`,
    );
  },
};
