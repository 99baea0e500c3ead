import { isAbsolute, join } from 'node:path';

import { isProblem, Problem } from '../core/problem.js';
import type { Ports } from '../core/ports/ports.js';
import { joined } from '../core/advice/advice.js';
import { printable } from '../core/text/printable.js';

/** What hands a text over takes. */
export type HandOverPorts = Pick<Ports, 'clipboard' | 'cwd' | 'homeDirectory'> & {
  readonly files: Pick<Ports['files'], 'edit'>;
  readonly ui: Pick<Ports['ui'], 'ask' | 'interactive' | 'mark' | 'say' | 'show' | 'warn'>;
};

/**
 * Shows a text that is meant for somebody else, and offers to put it on the clipboard or into a file, so that nobody has
 * to copy it out of a terminal.
 * @param file the name that is put forward for its file
 */
export async function handOver(text: string, file: string, ports: HandOverPorts): Promise<void> {
  const { ui, clipboard } = ports;
  ui.show(text);
  if (!ui.interactive) return;
  ui.say('');
  // What a terminal must not get stays away from where it is pasted, too.
  const harmless = text
    .split('\n')
    .map((line) => printable(line, 4000))
    .join('\n');
  let hasClipboard = clipboard?.isThere() === true;
  for (;;) {
    const picked = await ui.ask({
      kind: 'choice',
      message: 'How do you take it along?',
      choices: [
        ...(hasClipboard ? [{ value: 'clipboard', name: 'On the clipboard' }] : []),
        { value: 'file', name: 'In a file' },
        { value: 'none', name: 'I copy it from the screen' },
      ],
    });
    if (picked === 'none') return;
    if (picked === 'file') {
      if (await saved(`${harmless}\n`, file, ports)) return;
    } else if (await clipboard?.copy(harmless)) {
      ui.mark('done', 'It is on the clipboard: paste it into your message');
      return;
    } else {
      hasClipboard = false;
      ui.warn('The clipboard cannot be reached from here.');
    }
  }
}

/** Mode 0600; nothing that is there already is written over. */
async function saved(text: string, name: string, { ui, files, cwd, homeDirectory }: HandOverPorts): Promise<boolean> {
  const given = await ui.ask({
    kind: 'text',
    message: 'File name',
    suggestion: name,
    isPath: true,
    check: (raw) => (/[\u0000-\u001f]/.test(raw) ? 'That is no name of a file.' : undefined),
  });
  const inHome = given.startsWith('~/') ? join(homeDirectory, given.slice(2)) : given;
  const path = isAbsolute(inHome) ? inHome : join(cwd, inHome);
  try {
    await files.edit(
      path,
      (before) => {
        if (before !== undefined)
          throw new Problem('file', `${printable(path, 200)} is there already, and stays as it is. Take another name.`);
        return Buffer.from(text).toString('latin1');
      },
      { links: 'refused' },
    );
  } catch (error) {
    if (!isProblem(error, 'file')) throw error;
    ui.warn(joined([error.said, error.hint]));
    return false;
  }
  ui.mark('done', `Saved in ${printable(path, 200)}`);
  return true;
}
