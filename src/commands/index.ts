import { clone } from './clone.js';
import type { Command } from './command.js';
import { completion } from './completion.js';
import { doctor } from './doctor.js';
import { exportCommand } from './export.js';
import { help } from './help.js';
import { policy } from './policy.js';
import { refresh } from './refresh.js';
import { remove } from './remove.js';
import { setup } from './setup.js';
import { share } from './share.js';
import { status } from './status.js';

/** Every command, in the order of the help page. */
export const commands: readonly Command[] = [
  setup,
  refresh,
  status,
  doctor,
  clone,
  exportCommand,
  share,
  policy,
  remove,
  completion,
  help,
];
