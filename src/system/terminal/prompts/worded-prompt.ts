import type { CommandForm } from '../../../core/advice/say.js';
import { sayText } from '../../../core/advice/say.js';
import type { Choice, Prompt } from '../../../core/ports/ui.js';

/** A line of a menu in words. */
export interface WordedChoice extends Omit<Choice, 'description'> {
  readonly description?: string | undefined;
}

/** A question in words, with commands as they are written here. */
export interface WordedPrompt extends Omit<Prompt, 'choices' | 'note' | 'check'> {
  readonly choices?: readonly WordedChoice[] | undefined;
  readonly note?: string | undefined;
  readonly check?: ((raw: string) => string | undefined) | undefined;
}

/** Puts a question into words. */
export function inWords(prompt: Prompt, form: CommandForm): WordedPrompt {
  const { choices, note, check } = prompt;
  return {
    ...prompt,
    choices: choices?.map((choice) => ({
      ...choice,
      description: choice.description === undefined ? undefined : sayText(choice.description, form),
    })),
    note: note === undefined ? undefined : sayText(note, form),
    check:
      check === undefined
        ? undefined
        : (raw) => {
            const why = check(raw);
            return why === undefined ? undefined : sayText(why, form);
          },
  };
}
