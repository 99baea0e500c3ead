import { joined } from '../../core/advice/advice.js';
import { deleteFile } from '../../core/advice/other-programs.js';
import { isProblem } from '../../core/problem.js';
import { isAbandoned, lockPath, sayLock } from '../../git/config/lock.js';
import { configPath } from '../../git/config/place.js';
import { ok, warn } from '../check.js';
import type { Check } from '../check.js';

/** A `git config` that was killed leaves its lock: Git still works, but nothing can be set or taken back any more. */
export const settingsLock: Check = {
  id: 'settings-lock',
  title: "Lock of Git's settings",
  async run({ env, platform, paths, cwd }, { files, git }) {
    for (const scope of ['global', 'local'] as const) {
      // Where Git has no place for settings, there is no lock.
      const place = configPath({ scope, cwd }, { env, platform, homeDirectory: paths.home, files });
      const path = await place.catch((error: unknown) => {
        if (isProblem(error, 'usage')) return undefined;
        throw error;
      });
      const lock = path === undefined ? undefined : git.lockOf(path);
      if (lock !== undefined)
        return warn(
          joined([`${lockPath(lock)} keeps Git from changing its settings.`, sayLock(lock)]),
          isAbandoned(lock) ? deleteFile(lock.path) : undefined,
          ['helper', 'helper-order', 'use-http-path'],
        );
    }
    return ok("Git's settings can be changed.");
  },
};
