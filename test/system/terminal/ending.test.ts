import { expect } from 'chai';
import { needs } from '../../helpers/needs.js';
import { TalkProgram } from './talk-program.js';

const talk = new TalkProgram();
const sighup = 1;
const sigterm = 15;

/** Runs a scenario in a shell that reports afterwards how its terminal was left. */
function inShell(...words: string[]): [string, ...string[]] {
  return ['sh', '-c', `${quoted(words)}; echo "ended with $?"; ${howItIs}`];
}

/** Runs a scenario in a shell with job control, and when it has stopped, looks at the terminal and goes on with it. */
function inJobControl(...words: string[]): [string, ...string[]] {
  return ['bash', '-mc', `${quoted(words)}; echo "stopped with $?"; ${howItIs}; fg`];
}

function quoted(words: readonly string[]): string {
  return talk
    .command(...words)
    .map((word) => `'${word}'`)
    .join(' ');
}

const howItIs = `stty -a | tr ' ;' '\\n\\n' | grep -x -e '-*echo' -e '-*icanon' -e '-*isig' | sort`;

describe('the end of a prompt', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  for (const scenario of ['text', 'secret', 'choice', 'search', 'confirm', 'block']) {
    it(`by Ctrl-C in a ${scenario} prompt is exit 130, with echo and cursor restored`, async () => {
      const terminal = talk.run(inShell(scenario));
      await terminal.waitFor(/^\? /m);
      await terminal.waitFor(
        { choice: 'to move', search: 'to move', confirm: '(Y/n)', secret: '(not shown)' }[scenario] ?? '›',
      );
      terminal.ctrlC();
      await terminal.exit();
      expect(terminal.text(), terminal.text()).to.match(
        /problem cancelled: Cancelled\.\nended with 130\necho\nicanon\nisig$/,
      );
      expect(terminal.cursor().visible).to.equal(true);
      expect(terminal.raw().lastIndexOf('\u001b[?2004h')).to.be.lessThan(terminal.raw().lastIndexOf('\u001b[?2004l'));
    });
  }

  it('by Ctrl-D where nothing is typed is the same', async () => {
    for (const variables of [{}, { ACCESSIBLE: '1' }]) {
      const terminal = talk.start('text', { variables });
      await terminal.waitFor(/(›|Answer:)$/);
      terminal.key('ctrl-d');
      expect(await terminal.exit()).to.deep.equal({ code: 130, signal: undefined });
    }
  });

  for (const scenario of ['text', 'secret', 'choice', 'block']) {
    it(`by a terminal that goes away is death by SIGHUP (${scenario})`, async () => {
      for (const variables of [{}, { ACCESSIBLE: '1' }]) {
        const terminal = talk.start(scenario, { variables });
        await terminal.waitFor(/key|Role ARN|sign in/);
        // Only when the prompt is there for certain are its keys read.
        terminal.key('ctrl-u');
        terminal.hangUp();
        expect(await terminal.exit()).to.deep.equal({ code: undefined, signal: sighup });
      }
    });
  }

  it('by SIGTERM puts the terminal back first', async () => {
    const terminal = talk.run(inShell('choice', '--pid'));
    await terminal.waitFor('to move');
    process.kill(Number(/^pid (\d+)$/m.exec(terminal.text())?.[1]), 'SIGTERM');
    await terminal.exit();
    expect(terminal.text()).to.match(new RegExp(`ended with ${128 + sigterm}\necho\nicanon\nisig$`));
    expect(terminal.cursor().visible).to.equal(true);
  });
});

describe('a prompt that is interrupted from outside', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  for (const scenario of ['text', 'block']) {
    it(`is cancelled (${scenario})`, async () => {
      const terminal = talk.start(scenario);
      await terminal.waitFor(/›$/);
      terminal.signal('SIGINT');
      expect(await terminal.exit()).to.deep.equal({ code: 130, signal: undefined });
      expect(terminal.screen()).to.match(/problem cancelled: Cancelled\.$/);
    });
  }
});

describe('a prompt that is stopped by Ctrl-Z', function () {
  this.timeout(90_000);
  before(needs('bash'));
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  it('leaves the shell a good terminal, and is there again in the foreground', async () => {
    const terminal = talk.run(inJobControl('suggested'));
    await terminal.waitFor('(work)');
    terminal.key('ctrl-z');
    await terminal.waitFor(/stopped with 1\d\d\necho\nicanon\nisig$/m);
    await terminal.waitFor('(work)', { times: 2 });
    terminal.type('home\r');
    await terminal.waitFor('[text] "home"');
    await terminal.exit();
  });
});

describe('the end of waiting', function () {
  this.timeout(90_000);
  before(talk.build);
  afterEach(talk.close);
  after(talk.remove);

  for (const [scenario, said] of [
    ['long-step', 'Waiting for nothing'],
    ['long-countdown', 'Next code in'],
  ] as const) {
    it(`by Ctrl-C is a problem of the kind cancelled, and the cursor is back (${scenario})`, async () => {
      const terminal = talk.start(scenario);
      await terminal.waitFor(said);
      terminal.ctrlC();
      expect(await terminal.exit()).to.deep.equal({ code: 130, signal: undefined });
      expect(terminal.screen()).to.match(/problem cancelled: Cancelled\.$/);
      expect(terminal.cursor().visible).to.equal(true);
    });

    it(`by SIGTERM is death by SIGTERM, and the cursor is back (${scenario})`, async () => {
      const terminal = talk.start(scenario);
      await terminal.waitFor(said);
      terminal.signal('SIGTERM');
      expect(await terminal.exit()).to.deep.equal({ code: undefined, signal: sigterm });
      expect(terminal.cursor().visible).to.equal(true);
    });

    it(`by a terminal that goes away is death by SIGHUP (${scenario})`, async () => {
      const terminal = talk.start(scenario);
      await terminal.waitFor(said);
      terminal.hangUp();
      expect(await terminal.exit()).to.deep.equal({ code: undefined, signal: sighup });
    });
  }
});
