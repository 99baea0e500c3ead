import * as os from 'node:os';
import type { Aws } from '../core/ports/aws/aws.js';
import { version } from '../core/version.js';
import { findPaths } from '../state/paths.js';
import { openAws } from '../system/aws/index.js';
import { systemClock } from '../system/clock.js';
import { createFiles } from '../system/files/files.js';
import { homeOf } from '../system/home-folder.js';

/** AWS's clients for the slow parts of the helper, which nobody can answer a question. */
export function openHelperAws(signal?: AbortSignal): Aws {
  const { env, platform } = process;
  const { credentials, config, home } = findPaths(platform, env, homeOf(os));
  return openAws({
    env,
    files: { credentials, config, home },
    disk: createFiles(signal),
    version,
    now: () => systemClock.now(),
    signal,
  });
}
