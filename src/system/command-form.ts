import { asGitCommand } from '../core/advice/say.js';
import type { CommandForm } from '../core/advice/say.js';
import { userShell } from '../core/shells/user-shell.js';

/** How commands are written for whoever is at this terminal: in their shell, and by the name that we have here. */
export function commandFormHere(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): CommandForm {
  return { shell: userShell(env, platform), calledAs: asGitCommand };
}
