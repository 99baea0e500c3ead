/**
 * The person wants to be asked the question before once more, in place of answering this one: Esc, or `<` where prompts
 * are lines. Thrown by prompts that offer it (`Prompt.back`), and by waits; no failure, so no Problem.
 */
export class GoBack extends Error {
  override readonly name = 'GoBack';

  constructor() {
    super('Back to the question before.');
  }
}
