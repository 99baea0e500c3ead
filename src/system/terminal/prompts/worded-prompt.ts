import type { CommandForm } from '../../../core/advice/say.js';
import { sayText } from '../../../core/advice/say.js';
import { droppedPath } from '../../../core/text/dropped-path.js';
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

/** What was meant by what was typed: of a path, the one that a terminal has quoted. */
export function meantBy(raw: string, { isPath, suggestion }: Pick<Prompt, 'isPath' | 'suggestion'>): string {
  return isPath === true && raw !== suggestion ? droppedPath(raw, process.platform) : raw;
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
            const why = check(meantBy(raw, prompt));
            return why === undefined ? undefined : sayText(why, form);
          },
  };
}
