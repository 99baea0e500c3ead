import { joined, sentence } from '../core/advice/advice.js';
import { editCloneSettings } from '../core/advice/other-programs.js';
import type { Ports } from '../core/ports/ports.js';
import type { Ui } from '../core/ports/ui.js';
import { Problem } from '../core/problem.js';
import type { ConfigEntry } from '../git/config/entries.js';
import { saySettings } from '../git/config/clone-settings.js';
import type { GitSettingsStore } from '../stores/git-settings.js';

/**
 * Before Git is set up for one clone, and proven there: what the clone brings itself is shown and has to be confirmed,
 * for Git would run it, or send signatures by way of it.
 * @throws Problem `git` where nobody is there to confirm it, `cancelled` where it is not
 */
export async function acceptCloneSettings(
  { ui, cwd }: Pick<Ports, 'ui' | 'cwd'>,
  settings: Pick<GitSettingsStore, 'foreign'>,
  { yes, verify }: { readonly yes: boolean; readonly verify: boolean },
): Promise<void> {
  const foreign = await settings.foreign(cwd);
  if (foreign.length === 0) return;
  if (yes || !ui.interactive) {
    if (verify)
      throw new Problem(
        'git',
        'This clone brings settings that git-codecommit did not write, and Git would go by them: ' +
          `${saySettings(foreign).join('; ')}.`,
        {
          hint: joined([
            sentence`Take out what you do not know (\`${editCloneSettings()}\`), use --git-scope repository, or`,
            'give --no-verify, which runs no Git in the clone.',
          ]),
        },
      );
    ui.warn(`Git goes by what this clone brings itself: ${saySettings(foreign).join('; ')}.`);
    return;
  }
  if (!(await confirmCloneSettings(foreign, ui))) throw new Problem('cancelled', 'Nothing was changed.');
}

/** Shows what a clone brings and asks whether Git may go by it. */
export async function confirmCloneSettings(
  foreign: readonly ConfigEntry[],
  ui: Pick<Ui, 'ask' | 'say' | 'warn'>,
): Promise<boolean> {
  ui.warn(
    'This clone brings settings that git-codecommit did not write. Git runs what they name, and sends ' +
      'credentials by way of it:',
  );
  const said = saySettings(foreign);
  for (const one of said) ui.say(`  ${one}`);
  if (said.length < foreign.length)
    ui.say(sentence`Before you say yes, look at all of them: \`${editCloneSettings()}\``);
  return (
    (await ui.ask({
      kind: 'confirm',
      message: 'Do you know them, and may Git be run here with them?',
      suggestion: 'no',
    })) === 'yes'
  );
}
