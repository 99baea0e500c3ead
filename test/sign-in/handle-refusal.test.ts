import { expect } from 'chai';

import { plainText } from '../../src/core/advice/say.js';
import type { Text } from '../../src/core/advice/advice.js';
import type { Prompt, Ui } from '../../src/core/ports/ui.js';
import { Refusal } from '../../src/core/problem.js';
import { assumeRole } from '../../src/methods/assume-role.js';
import type { AnyMethod } from '../../src/core/method.js';
import { refusalHandler } from '../../src/sign-in/handle-refusal.js';
import type { SignInAttempt } from '../../src/sign-in/attempt.js';

describe('a refusal that AWS gives no reason for', () => {
  it('leads to a message for the administrator that is handed over, wherever it stands in the menu', async () => {
    const refusal = new Refusal('User is not authorized to perform: sts:AssumeRole', {
      operation: 'AssumeRole',
      code: 'AccessDenied',
      requestId: '0a1b',
      date: new Date('2026-11-01T10:00:00Z'),
    });
    const [said, menus, handed]: [string[], Prompt[], string[]] = [[], [], []];
    const answers = ['administrator', 'stop'];
    const ui = {
      interactive: true,
      warn: (text: Text) => void said.push(plainText(text)),
      ask: (prompt: Prompt) => {
        menus.push(prompt);
        return Promise.resolve(answers.shift());
      },
    } as unknown as Ui;
    const handle = refusalHandler({
      ui,
      handlers: {},
      tryLikelyCause: () => Promise.resolve(undefined),
      mayChangeMethod: true,
      handOver: (text) => Promise.resolve(void handed.push(text)),
    });
    const known = { roleArn: 'arn:aws:iam::444455556666:role/Developer' };
    const attempt = {
      method: assumeRole as AnyMethod,
      interview: { known },
      context: { clock: { now: () => new Date() } },
    };
    expect(await handle(refusal, attempt as unknown as SignInAttempt)).to.equal(false);
    expect(handed).to.have.length(1);
    expect(handed[0]).to.contain('Request id:      0a1b').and.to.contain(known.roleArn);
    expect(menus).to.have.length(2);
    const values = menus[0]?.choices?.map(({ value }) => value) ?? [];
    expect(values.indexOf('administrator')).to.be.within(0, values.length - 2);
    // It may stand first, or alone: it must not lean on the lines before it.
    expect(menus[0]?.choices?.find(({ value }) => value === 'administrator')?.name).to.equal(
      'Write a message for my administrator',
    );
    expect(said.join(' ')).to.contain('a message for your administrator').and.to.not.contain('last');
  });
});
