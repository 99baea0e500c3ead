import { GoBack } from '../../../core/go-back.js';
import type { Ui } from '../../../core/ports/ui.js';
import { NothingGiven } from '../../../interview/given/nothing-given.js';

/** What people type who do not know an answer. */
const unknown =
  /^(?:\?+|idk|unknown|no idea|not sure|nothing|(?:i )?(?:do not|don['’]?t) know(?: it| that| yet)*)[.!?]*$/i;

/**
 * The same conversation, in which whoever does not know the answer to a question in words may say so, where that can be
 * no answer: a message asks for it, or the question stands again.
 * @param isOpen whether nothing was written so far: later on there is something to go on with
 * @throws NothingGiven, out of `ask`, where the message is wanted
 */
export function mayBeNotKnown(ui: Ui, isOpen: () => boolean): Ui {
  return {
    ...ui,
    ask: async (prompt) => {
      const { check, kind, severalLines } = prompt;
      if (kind !== 'text' || severalLines === true || check === undefined || !isOpen()) return await ui.ask(prompt);
      const isNotKnown = (raw: string): boolean => unknown.test(raw.trim()) && check(raw) !== undefined;
      for (;;) {
        const raw = await ui.ask({ ...prompt, check: (typed) => (isNotKnown(typed) ? undefined : check(typed)) });
        if (!isNotKnown(raw)) return raw;
        // Esc leads back to the question, as its line does.
        if (await wantsMessage(ui).catch(unlessGoBack)) throw new NothingGiven();
      }
    },
  };
}

async function wantsMessage(ui: Pick<Ui, 'ask'>): Promise<boolean> {
  const picked = await ui.ask({
    kind: 'choice',
    message: 'Whom do you ask?',
    back: true,
    choices: [
      { value: 'message', name: 'My administrator: write a message that asks for what is missing' },
      { value: 'back', name: 'Nobody: back to the question' },
    ],
  });
  return picked === 'message';
}

function unlessGoBack(error: unknown): false {
  if (error instanceof GoBack) return false;
  throw error;
}
