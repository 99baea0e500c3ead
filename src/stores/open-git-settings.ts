import { steeringSections, steeringSettings } from '../git/config/clone-settings.js';
import { readEntries, type ConfigEntry } from '../git/config/entries.js';
import { locateHelper, type HelperLocation } from '../git/settings/helper-location.js';
import { cannotWin, overruledBy, withSettings } from '../git/settings/overruled.js';
import { isOwnSetting } from '../git/settings/own-helper.js';
import { knownReplaced } from '../git/settings/replaced.js';
import type { GitSettingsStore } from './git-settings.js';
import { gitSettingsChanges } from './git-settings-changes.js';
import type { ChangePorts } from './git-settings-changes.js';
import { gitSettingsInUse } from './git-settings-in-use.js';
import { gitSettingsUses } from './git-settings-uses.js';

/** Opens the store of Git's settings. @param paths.state holds the record of what was replaced */
export function openGitSettingsStore(
  ports: ChangePorts,
  paths: { readonly state: string; readonly data: string },
): GitSettingsStore {
  const { git, files } = ports;
  const record = `${paths.state}/git-settings.json`;
  const place = async (): Promise<HelperLocation> =>
    locateHelper({
      ...(await ports.program.facts()),
      platform: ports.platform,
      version: ports.program.version,
      data: paths.data,
    });
  const foreignIn = async (entries: readonly ConfigEntry[]): Promise<readonly ConfigEntry[]> => {
    const steering = steeringSettings(entries);
    if (steering.length === 0) return [];
    const own = {
      command: (await place()).command,
      node: (await ports.program.facts()).node,
      data: paths.data,
      record: await knownReplaced(files, record),
    };
    return steering.filter((entry) => !isOwnSetting(entry, own));
  };
  const changes = gitSettingsChanges(ports, { record, state: paths.state, place });
  return {
    ...gitSettingsUses(ports, record),
    ...gitSettingsInUse(ports),
    ...changes,
    foreignIn,
    async winning(settings, choice, cwd) {
      const entries = await readEntries(git, cwd);
      const overruled = overruledBy(settings, withSettings(entries, settings));
      if (overruled === undefined) return settings;
      const isOfClone = overruled.by?.scope === 'local' && choice.scope !== 'local';
      const foreign = await foreignIn(await readEntries(git, cwd, { keys: steeringSections }));
      if (!isOfClone || foreign.length > 0) throw cannotWin(overruled, ports.env, foreign);
      const local = await changes.plan({ ...choice, scope: 'local', guardBareRepositories: false });
      const both = [...settings, ...local];
      const still = overruledBy(both, withSettings(entries, both));
      if (still !== undefined) throw cannotWin(still, ports.env);
      return both;
    },
    async foreign(cwd) {
      return await foreignIn(await readEntries(git, cwd, { keys: steeringSections }));
    },
  };
}
