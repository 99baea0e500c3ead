import * as os from 'node:os';
import type { CommandForm } from '../core/advice/say.js';
import { posixShell } from '../core/shells/posix.js';
import { userShell } from '../core/shells/user-shell.js';
import { calledAs } from './called-as.js';
import { homeOf } from './home-folder.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How commands are written for whoever is at this terminal: in their shell, and by the words that start us here. These
 * are found out when a command is written, for a setup may have made a copy or a link meanwhile.
 */
export function commandFormHere(env: Environment, platform: NodeJS.Platform): CommandForm {
  return formOf(userShell(env, platform), { env, platform, script: process.argv[1] ?? '' });
}

/**
 * How the credential helper writes commands, which lies beside the command.
 * @param folder of the built program
 */
export function commandFormOfHelper(folder: string, env: Environment, platform: NodeJS.Platform): CommandForm {
  // Git runs us, and nobody knows in which shell Git was.
  return formOf(posixShell, { env, platform, script: `${folder}/git-codecommit.js` });
}

function formOf(
  shell: CommandForm['shell'],
  start: { readonly env: Environment; readonly platform: NodeJS.Platform; readonly script: string },
): CommandForm {
  return {
    shell,
    get calledAs() {
      const { execPath: node, versions } = process;
      return calledAs({ ...start, node, nodeVersion: versions.node, systemHome: homeOf(os) });
    },
  };
}
