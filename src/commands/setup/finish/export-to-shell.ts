import { evalLine, exportCredentials, formatOfShell } from '../../../aws/credential-formats/export-formats.js';
import type { Credentials } from '../../../core/credentials.js';
import type { Ports } from '../../../core/ports/ports.js';
import { environmentExportCommand } from '../../../core/recipe.js';

/**
 * Gives credentials to the user's shell: export lines, for a shell that reads them.
 * @param options.show prints them at a terminal too, where else only the line that puts them into the shell is printed
 */
export function giveToShell(
  credentials: Credentials,
  { env, platform, output, ui }: Pick<Ports, 'env' | 'platform' | 'output' | 'ui'>,
  { show }: { readonly show: boolean },
): void {
  const format = formatOfShell(env, platform);
  if (output.isTerminal && !show) {
    ui.say("Put the credentials into this shell's environment with:");
    output.write(`${evalLine(environmentExportCommand, format)}\n`);
  } else output.write(exportCredentials(credentials, format));
}
