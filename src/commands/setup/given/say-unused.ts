import type { Ports } from '../../../core/ports/ports.js';
import { printable } from '../../../core/text/printable.js';
import type { Understood } from '../../../interview/given/understand.js';

const mostShown = 8;

/** Says what was not used, so that nobody thinks it was; a line each where there are many. */
export function sayUnused({ unused }: Pick<Understood, 'unused'>, ui: Pick<Ports['ui'], 'say'>): void {
  const more = unused.length - mostShown;
  const things = [
    ...unused.slice(0, mostShown).map((thing) => printable(thing, 140)),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  if (things.length > 2) {
    ui.say('Not used:');
    for (const thing of things) ui.say(`  ${thing}`);
  } else if (things.length > 0) ui.say(`Not used: ${things.join(', ')}.`);
}
