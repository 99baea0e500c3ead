import { resolve } from 'node:path';
import { joined } from '../../core/advice/advice.js';
import { deleteFile } from '../../core/advice/other-programs.js';
import { isProblem } from '../../core/problem.js';
import { isAbandoned, lockPath, sayLock } from '../../git/config/lock.js';
import { configPath, topOf, worktreeConfigPath } from '../../git/config/place.js';
import { ok, warn } from '../check.js';
import type { Check, CheckPorts, DiagnosisFacts } from '../check.js';

/** A `git config` that was killed leaves its lock: Git still works, but nothing can be set or taken back any more. */
export const settingsLock: Check = {
  id: 'settings-lock',
  title: "Lock of Git's settings",
  async run(facts, { files, git }) {
    for (const { path, isClones } of await settingsFiles(facts, files)) {
      const lock = git.lockOf(path);
      if (lock !== undefined)
        return warn(
          joined([`${lockPath(lock)} keeps Git from changing its settings.`, sayLock(lock)]),
          isAbandoned(lock) && !isClones ? deleteFile(lock.path) : undefined,
          ['helper', 'helper-order', 'use-http-path'],
        );
    }
    return ok("Git's settings can be changed.");
  },
};

/** A file of Git's settings; `isClones` where the clone's author may have said that it is one (`include.path`). */
interface SettingsFile {
  readonly path: string;
  readonly isClones: boolean;
}

/** The files that `git config` changes by itself, then those that they include and that say something here. */
async function settingsFiles(
  { env, platform, paths, cwd, entries }: DiagnosisFacts,
  files: CheckPorts['files'],
): Promise<readonly SettingsFile[]> {
  const places = (['global', 'local'] as const).map(async (scope) => {
    try {
      return await configPath({ scope, cwd }, { env, platform, homeDirectory: paths.home, files });
    } catch (error) {
      // Where Git has no place for settings, there is no lock.
      if (isProblem(error, 'usage')) return undefined;
      throw error;
    }
  });
  const own = [...(await Promise.all(places)), await worktreeConfigPath(cwd, { env, files })];
  const top = await topOf(cwd, files);
  const included = entries.flatMap(({ scope, origin }) => {
    const file = /^file:(.+)$/s.exec(origin)?.[1];
    return file === undefined || scope === 'system' ? [] : [{ path: resolve(top, file), isClones: scope !== 'global' }];
  });
  return [...own.flatMap((path) => (path === undefined ? [] : [{ path, isClones: false }])), ...included];
}
