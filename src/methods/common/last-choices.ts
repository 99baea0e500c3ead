import { OtherMethod } from '../../core/other-method.js';
import { Problem } from '../../core/problem.js';
import type { Choice } from '../../core/ports/ui.js';

/** The values of the lines that end every menu after a failure. */
export const lastChoice = { other: 'other', stop: 'stop' } as const;

/**
 * The lines that end every menu after a failure.
 * @param mayChangeMethod whether another way to sign in may be chosen: while a profile is set up
 */
export function lastChoices(mayChangeMethod: boolean): readonly Choice[] {
  return [
    ...(mayChangeMethod ? [{ value: lastChoice.other, name: 'Sign in another way' }] : []),
    { value: lastChoice.stop, name: 'Stop here' },
  ];
}

/** Leads to the menu of all ways to sign in. */
export function anotherWay(): OtherMethod {
  return new OtherMethod(
    'Another way to sign in, then; what was answered so far is kept.',
    [],
    {},
    'Choose it with --method.',
  );
}

/** A failure whose menu the person has left with "Stop here": nobody asks once more. */
export class Stopped extends Problem {
  constructor(failed: Problem) {
    super(failed.kind, failed.said, { hint: failed.hint, cause: failed, asked: failed.asked });
  }
}
