import type { Ports } from '../core/ports/ports.js';
import { isProblem } from '../core/problem.js';
import { inHome } from '../core/text/home-path.js';
import { readViews } from '../git/config/conditional.js';
import { placeWithLine } from '../git/config/line.js';
import { configPath, type ConfigPlacePorts } from '../git/config/place.js';
import { readHelperValue } from '../git/settings/helper-value.js';
import { helpersInUse } from '../git/settings/in-use.js';
import type { GitSettingsStore } from './git-settings.js';

type InUsePorts = Pick<Ports, 'git' | 'files'> & ConfigPlacePorts;

/** Tells whose helpers stand in the way of settings. */
export function gitSettingsInUse(ports: InUsePorts): Pick<GitSettingsStore, 'inUse'> {
  return {
    async inUse(settings, { profile, url }, cwd) {
      const views = await readViews(cwd, ports);
      const found = helpersInUse({ views, settings, profile, url, userFile: await userFile(cwd, ports) });
      return await Promise.all(
        found.map(async ({ entry, view, url: of, isSetAside }) => {
          const { kind, profile: named } = readHelperValue(entry.value ?? '');
          const place = await placeWithLine(entry, view.entries, { files: ports.files, cwd });
          return {
            kind,
            profile: named,
            value: entry.value ?? '',
            url: of,
            condition: view.condition,
            place: inHome(place, ports.homeDirectory),
            isSetAside,
          };
        }),
      );
    },
  };
}

async function userFile(cwd: string, ports: ConfigPlacePorts): Promise<string | undefined> {
  try {
    return await configPath({ scope: 'global', cwd }, ports);
  } catch (error) {
    // Where Git has no such file, what would be written there is refused elsewhere.
    if (isProblem(error, 'usage')) return undefined;
    throw error;
  }
}
