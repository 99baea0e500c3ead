import type { Advice, Text } from '../../../core/advice/advice.js';

/** Words that people use, and where they lead here. */
export interface Topic {
  /** Between commas, as `plainWords` makes them; the first stands for all of them in lists. */
  readonly words: string;
  readonly says: Text;
  /** Commands to go on with, each with when that is. */
  readonly see: readonly (readonly [Advice, string])[];
}

/**
 * A word as it is looked for: in small letters, without what stands around it, with blanks where some write `-`, `_` or
 * `.`, and without our own name before it.
 */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:git )?codecommit (?=.)/, '');
}

/** The words of a topic; the first stands for all of them. */
export function wordsOf({ words }: Topic): readonly string[] {
  return words.split(', ');
}
