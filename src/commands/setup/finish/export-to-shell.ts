import { loadRecipe } from '../../../core/advice/own-commands.js';
import { commandLine } from '../../../core/advice/say.js';
import { exportCredentials, formatOf } from '../../../aws/credential-formats/export-formats.js';
import type { Credentials } from '../../../core/credentials.js';
import type { Ports } from '../../../core/ports/ports.js';

/**
 * Gives credentials to the user's shell: export lines, for a shell that reads them.
 * @param options.show prints them at a terminal too, where else only the line that puts them into the shell is printed
 */
export function giveToShell(
  credentials: Credentials,
  { form, output, ui }: Pick<Ports, 'form' | 'output' | 'ui'>,
  { show }: { readonly show: boolean },
): void {
  if (output.isTerminal && !show) {
    ui.say("Put the credentials into this shell's environment with:");
    output.write(`${commandLine(loadRecipe(), form)}\n`);
  } else output.write(exportCredentials(credentials, formatOf(form.shell)));
}
