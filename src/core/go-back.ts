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

/**
 * An answer from before the sign-in has to be given anew: what to clone, say. The conversation begins again there, with
 * everything else kept. No failure, so no Problem.
 */
export class OtherAnswer extends Error {
  override readonly name = 'OtherAnswer';

  /** @param question the question to be put again, by its name */
  constructor(readonly question: string) {
    super(`Another answer: ${question}.`);
  }
}
