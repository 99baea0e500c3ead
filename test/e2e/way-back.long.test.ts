import { expect } from 'chai';

import type { TestTerminal } from '../helpers/terminal.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { methodFixture } from './method-fixtures.js';

/** A question, and what is typed for it: nothing where Enter alone will do. `<name>` is what the fixture has for it. */
type Step = readonly [question: string, answer?: string];

/** Enter at a menu; where menus are numbered, the number. */
const first = '<first>';
const second = '<second>';

const plan: readonly Step[] = [['Profile name'], ['Go ahead?', first]];

/** The questions of the whole way, by method. */
const ways: Readonly<Record<string, readonly Step[]>> = {
  'assume-role': [
    ['What were you given?', '<clone-url>'],
    ['Role ARN', '<role-arn-with-mfa>'],
    ['Whose keys sign the request?', first],
    ['Access key ID', '<access-key-id>'],
    ['Secret access key', '<secret-access-key>'],
    ...plan,
    ['When shall AWS ask for the code?', first],
    ['MFA code', '<mfa-code>'],
  ],
  'identity-center': [
    ['What were you given?', '<clone-url>'],
    ['Address of your access portal', 'https://corp.awsapps.com/start'],
    ...plan,
    ['Which account', second],
  ],
  'session-token': [
    ['What were you given?', '<clone-url>'],
    ['Whose keys sign the request?', first],
    ...plan,
    ['MFA code', '<mfa-code>'],
  ],
};

/** Where Esc leads to from the questions that come up during the sign-in: what was asked there is not kept. */
const duringSignIn: Readonly<Record<string, string>> = {
  'When shall AWS ask for the code?': 'Go ahead?',
  'MFA code': 'Go ahead?',
};

describe('the way back in the wizard', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  for (const [method, steps] of Object.entries(ways)) {
    for (const [how, variables, back, mark] of [
      ['Esc', {}, '\u001b', '? '],
      ['a line <', { ACCESSIBLE: '1' }, '<\r', ''],
    ] as const) {
      it(`leads from every question to the one before by ${how}, and on to the same end: ${method}`, async () => {
        const told = await methodFixture(fixture, method);
        const terminal = told.start(['git', 'codecommit', 'setup', '--method', method], {
          columns: 120,
          rows: 200,
          variables,
        });
        const say = async (text: string): Promise<void> => {
          let filled = text.replace(first, mark === '' ? '1' : '').replace(second, mark === '' ? '2' : '\u001b[B');
          for (const [name, answer] of Object.entries(told.answers ?? {}))
            if (text.includes(`<${name}>`))
              filled = filled.replace(`<${name}>`, typeof answer === 'string' ? answer : await answer());
          terminal.type(`${filled}\r`);
        };
        try {
          for (const [index, [question, answer]] of steps.entries()) {
            await asks(terminal, question, mark, steps);
            const asked = duringSignIn[question] ?? steps[index - 1]?.[0];
            // A key and its secret are one answer, which is not kept.
            const before = question === 'Profile name' && asked?.startsWith('Secret') ? 'Access key ID' : asked;
            if (before !== undefined) {
              terminal.type(back);
              for (let at = steps.findIndex(([one]) => one === before); at < index; at += 1) {
                const [again = '', typed] = steps[at] ?? [];
                await asks(terminal, again, mark, steps);
                await say(isKept(again) ? '' : (typed ?? ''));
              }
              await asks(terminal, question, mark, steps);
            }
            await say(answer ?? '');
          }
          expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
          const opened = terminal.text().split('Your browser opens for the sign-in.').length - 1;
          expect(opened, 'browsers').to.equal(method === 'identity-center' ? 1 : 0);
        } finally {
          await terminal.close();
          await told.leave();
        }
        expect(await fixture.cloned()).to.equal('# my-app\n');
      });
    }
  }
});

/** Secrets are not kept, nor what is agreed to. */
function isKept(question: string): boolean {
  return !/^(Secret|Access key|MFA code|Go ahead|When shall)/.test(question);
}

/** Waits until the last question on the screen is this one. */
async function asks(terminal: TestTerminal, question: string, mark: string, steps: readonly Step[]): Promise<void> {
  const marks = mark === '' ? [''] : ['? ', '✔ '];
  const all = steps.flatMap(([one]) => marks.map((before) => before + one));
  const wanted = mark + question;
  const place = (one: string): number => terminal.text().lastIndexOf(one);
  await terminal.waitUntil(
    () => place(wanted) > Math.max(...all.filter((one) => one !== wanted).map(place)),
    `the question ${question}, the last of all`,
  );
}
