import { expect } from 'chai';

import { mayBeNotKnown } from '../../../../src/commands/setup/given/not-known.js';
import { GoBack } from '../../../../src/core/go-back.js';
import type { Prompt, Ui } from '../../../../src/core/ports/ui.js';
import { NothingGiven } from '../../../../src/interview/given/nothing-given.js';

/** What a question in words comes to, where the answers are typed one after the other. */
async function asked(
  typed: readonly string[],
  prompt: Partial<Prompt> = {},
  isOpen = true,
): Promise<{ readonly answer: unknown; readonly left: number }> {
  const answers = [...typed];
  const ask = ({ kind, check }: Prompt): Promise<string> => {
    if (kind === 'choice' && answers[0] === 'Esc') {
      answers.shift();
      return Promise.reject(new GoBack());
    }
    for (let answer = answers.shift(); answer !== undefined; answer = answers.shift())
      if (kind === 'choice' || check?.(answer) === undefined) return Promise.resolve(answer);
    return Promise.reject(new Error('asked once more'));
  };
  const ui = mayBeNotKnown({ ask } as Ui, () => isOpen);
  const check = (raw: string): string | undefined => (/^[a-z]+-\d$/.test(raw) ? undefined : 'No.');
  const answer = await ui.ask({ kind: 'text', message: 'Where?', check, ...prompt }).catch((error: unknown) => error);
  return { answer, left: answers.length };
}

describe('an answer that somebody does not know', () => {
  it('is asked for in a message, or the question stands again', async () => {
    for (const words of [
      '?',
      '??',
      'unknown',
      'I do not know',
      "i don't know yet.",
      'don’t know',
      'no idea',
      'nothing',
    ]) {
      expect((await asked([words, 'message'])).answer, words).to.be.instanceOf(NothingGiven);
      expect((await asked([words, 'back', 'eu-1'])).answer, words).to.equal('eu-1');
      expect((await asked([words, 'Esc', 'eu-1'])).answer, words).to.equal('eu-1');
    }
  });

  it('is an answer like any other where it can be one', async () => {
    expect((await asked(['unknown'], { check: () => undefined })).answer).to.equal('unknown');
    expect((await asked(['unknown'], { check: undefined })).answer).to.equal('unknown');
  });

  it('is refused like any other where something was written, and what only begins so everywhere', async () => {
    expect(await asked(['?', 'eu-1'], {}, false)).to.deep.equal({ answer: 'eu-1', left: 0 });
    expect((await asked(['nothing-x', 'eu-1'])).answer).to.equal('eu-1');
  });
});
