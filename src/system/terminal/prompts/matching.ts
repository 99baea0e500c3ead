import type { WordedChoice } from './worded-prompt.js';

/** The choices that have every word of the term somewhere in what is known of them. */
export function matching<C extends WordedChoice>(choices: readonly C[], term: string): C[] {
  const words = term
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return choices.filter(({ value, name, description = '' }) => {
    const text = `${name} ${value} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
