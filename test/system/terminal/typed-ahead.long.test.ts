import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { needs } from '../../helpers/needs.js';
import type { TestTerminal } from '../../helpers/terminal.js';
import { TalkProgram } from './talk-program.js';

const talk = new TalkProgram();

// What the program says, unseen, when it waits to be looked at.
const waiting = '\u001b]0;waiting\u0007';

/** Answers the menu and the question behind it, once they are there. */
async function answerBoth(terminal: TestTerminal, menu: string | RegExp, question: string | RegExp): Promise<void> {
  await terminal.waitFor(menu);
  terminal.type(plain(terminal) ? '2\r' : '\u001b[B\r');
  await terminal.waitFor('[choice] "saml"');
  await terminal.waitFor(question);
  terminal.type('n\r');
  await terminal.waitFor('[confirm] "no"');
  expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
}

const plain = (terminal: TestTerminal): boolean => terminal.text().includes('Number, or part of a name');

for (const [title, variables, first, menu, question] of [
  ['drawn prompts', {}, /^\? First/m, /Enter to choose/, /\(Y\/n\)/],
  ['prompts of lines', { ACCESSIBLE: '1' }, /^First: ?$/m, /part of a name/, /Go ahead\?.*:/],
  ['prompts of lines on a dumb terminal', { TERM: 'dumb' }, /^First: ?$/m, /part of a name/, /Go ahead\?.*:/],
] as const) {
  describe(`what is typed before a question is there (${title})`, function () {
    this.timeout(90_000);
    before(talk.build);
    afterEach(talk.close);
    after(talk.remove);

    it('answers nothing, and is not shown: Enter, words, answers and keys while something is waited for', async () => {
      const terminal = talk.start('ahead', { variables });
      await terminal.waitFor(first);
      terminal.type('one\r');
      await terminal.waitFor('Waiting for you to sign in');
      terminal.type('\r\r2\rtyped-ahead\r\u001b[B\r\u0004\u001b\u001b[Bno\r');
      await terminal.waitFor('[silent]');
      terminal.type('n\r\r3\rtyped-ahead');
      await delay(100);
      terminal.type('\r\r');
      await answerBoth(terminal, menu, question);
      expect(terminal.raw()).to.not.include('typed-ahead');
    });

    for (const [when, scenario] of [
      ['it was typed before the first question', 'late'],
      ['the first question is expected, and the keyboard read until it comes', 'late --asks-first'],
    ] as const)
      it(`answers nothing where ${when}`, async () => {
        const terminal = talk.start(scenario, { variables });
        await terminal.waitFor('[silent]');
        terminal.type('n\r\r');
        await terminal.waitFor(question);
        terminal.type('y\r');
        await terminal.waitFor('[confirm] "yes"');
        expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
      });

    it('is not shown while the first question is expected, and Ctrl-C ends it', async () => {
      const terminal = talk.start('late --asks-first', { variables });
      await terminal.waitFor('[silent]');
      terminal.type('typed-ahead\u0003');
      expect((await terminal.exit()).code).to.equal(130);
      expect(terminal.raw()).to.not.include('typed-ahead');
    });

    it('answers nothing where keys are held down until the question would be there', async () => {
      const terminal = talk.start('late', { variables });
      await terminal.waitFor('[silent]');
      const until = performance.now() + 3000;
      while (performance.now() < until) {
        terminal.type('n\r');
        await delay(10);
      }
      await terminal.waitFor(question);
      expect(terminal.text()).to.not.include('[confirm]');
      terminal.type('y\r');
      await terminal.waitFor('[confirm] "yes"');
    });
  });
}

describe('while something runs in a conversation', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  it('Ctrl-C ends it, and the terminal is as it was', async () => {
    const terminal = talk.run(['sh', '-c', `"$@"; echo "ended with $?"; stty -a`, 'sh', ...talk.command('leave')]);
    await terminal.waitFor(/^\? First/m);
    terminal.type('one\r');
    await terminal.waitFor('Esc to go back');
    terminal.ctrlC();
    await terminal.waitFor('ended with 130');
    await terminal.exit();
    expect(terminal.text())
      .to.match(/ icanon/)
      .and.match(/ echo /)
      .and.match(/isig/);
    expect(terminal.cursor().visible).to.equal(true);
  });

  it('Esc leaves a wait that can be left, whose line says so at 40 columns too', async () => {
    for (const columns of [40, 100]) {
      const terminal = talk.start('leave', { columns });
      await terminal.waitFor(/^\? First/m);
      terminal.type('one\r');
      await terminal.waitFor(/Waiting.*\(Esc to go back\)$/m);
      terminal.type('\u001bb\u001b[A');
      terminal.type('\u001b');
      await delay(60);
      terminal.type('[A');
      await delay(1000);
      expect(terminal.text()).to.not.include('[back]');
      terminal.key('escape');
      await terminal.waitFor('[back]');
      expect(await terminal.exit()).to.deep.equal({ code: 0, signal: undefined });
      expect(terminal.text()).to.not.match(/✖|✔ Waiting/);
    }
  });

  it('a program that is lent the terminal has lines and echo, and what it leaves unread answers nothing', async () => {
    const terminal = talk.start('lend');
    await terminal.waitFor(/^\? First/m);
    terminal.type('one\r');
    await terminal.waitFor('Passphrase:');
    terminal.type('for the child\rn\r\r');
    await terminal.waitFor('[child] for the child');
    await terminal.waitFor('(Y/n)');
    expect(terminal.text())
      .to.match(/ icanon/)
      .and.match(/ echo /);
    terminal.enter();
    await terminal.waitFor('[confirm] "yes"');
  });

  it('it is said what takes longer than a second, where somebody may look', async () => {
    const drawn = talk.start('announce --by-hand');
    await drawn.waitUntil(() => drawn.raw().includes(waiting), 'time to look');
    await drawn.waitFor(/Asking AWS \(iam:ListMFADevices\)$/m);
    expect(drawn.raw()).to.not.include('GetCallerIdentity');
    drawn.signal('SIGUSR2');
    await drawn.waitFor('[done]');
    expect(drawn.screen()).to.equal('[done]');
    const plainly = talk.start('announce', { variables: { ACCESSIBLE: '1' } });
    await plainly.exit();
    expect(plainly.screen()).to.equal('Asking AWS (iam:ListMFADevices)…\n[done]');
    const quiet = talk.start('announce --quiet');
    await quiet.exit();
    expect(quiet.screen()).to.equal('[done]');
  });
});

describe('a wait that is stopped by Ctrl-Z', function () {
  this.timeout(90_000);
  before(needs('bash'));
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  it('leaves the shell a good terminal, and goes on in the foreground without echo', async () => {
    const command = talk
      .command('leave')
      .map((word) => `'${word}'`)
      .join(' ');
    const terminal = talk.run(['bash', '-mc', `${command}; echo "stopped with $?"; stty -a; fg`]);
    await terminal.waitFor(/^\? First/m);
    terminal.type('one\r');
    await terminal.waitFor('Esc to go back');
    terminal.key('ctrl-z');
    await terminal.waitFor(/stopped with 1\d\d/);
    await terminal.waitFor(/ echo /);
    expect(terminal.text()).to.match(/ icanon/);
    await delay(500);
    terminal.type('unseen');
    await delay(300);
    terminal.key('escape');
    await terminal.waitFor('[back]');
    await terminal.exit();
    expect(terminal.raw()).to.not.include('unseen');
  });
});
