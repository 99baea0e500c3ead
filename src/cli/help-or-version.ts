import { helpWidth } from '../commands/help/layout.js';
import type { Described } from '../commands/help/layout.js';
import { overview } from '../commands/help/overview.js';
import { commandFormHere } from '../system/command-form.js';
import { outputColumns } from '../system/terminal/output-columns.js';
import { version } from '../core/version.js';

/**
 * What the help page says of every command, as JSON; put in by the build (scripts/build.js), for it is all of them that
 * is slow to load.
 */
declare const commandsAsBuilt: string;

/**
 * What can be answered before anything is loaded: the help page and the version, asked for alone.
 */
export function helpOrVersion(words: readonly string[]): string | undefined {
  if (words.length !== 1) return undefined;
  if (words[0] === '--version') return `git-codecommit ${version}\n`;
  return words[0] === '-h' || words[0] === '--help'
    ? overview(
        JSON.parse(commandsAsBuilt) as readonly Described[],
        helpWidth(outputColumns()),
        // Found out once, for it stands before every command.
        { ...commandFormHere(process.env, process.platform) },
      )
    : undefined;
}
