import type { Text } from '../advice/advice.js';
import { Problem } from '../problem.js';
import { nearest } from '../text/nearest.js';
import { printable } from '../text/printable.js';

/** A word that is none of those that can stand there; what it is called here, help may know. */
export class UnknownWord extends Problem {
  constructor(
    message: string,
    readonly word: string,
    /** What to do where help knows no more of it. */
    hint: Text | undefined,
    /** The one that was probably meant: its hint says so already. */
    readonly close?: string,
  ) {
    super('usage', message, { hint });
  }
}

/** The unknown word that a failure comes from, itself or through what it was wrapped in. */
export function unknownWordIn(error: unknown): UnknownWord | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof UnknownWord) return at;
  return undefined;
}

/** A word where the id of a way to sign in should stand. @param ids those that there are */
export function unknownMethod(word: string, ids: readonly string[]): UnknownWord {
  const close = nearest(word, ids);
  return new UnknownWord(
    `"${printable(word, 80)}" is no sign-in method; there are ${ids.join(', ')}.`,
    word,
    close === undefined ? undefined : `Did you mean ${close}?`,
    close,
  );
}
