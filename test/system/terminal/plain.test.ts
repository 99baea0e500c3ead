import { expect } from 'chai';
import { TalkProgram } from './talk-program.js';

const talk = new TalkProgram();

// Whatever a terminal obeys but colours; carriage return, line feed and backspace are a typewriter's own.
const movesCursor = /\u001b(?!\[[\d;]*m)/;

for (const [title, variables] of [
  ['ACCESSIBLE=1', { ACCESSIBLE: '1' }],
  ['TERM=dumb', { TERM: 'dumb' }],
] as const) {
  describe(`plain prompts (${title})`, function () {
    this.timeout(90_000);
    before(talk.build);
    afterEach(talk.close);
    after(talk.remove);

    it('ask line by line, and again with the reason', async () => {
      const terminal = talk.start('text', { variables });
      await terminal.waitFor(/Answer:$/);
      terminal.type('role/devv\u007f\r');
      await terminal.waitFor('begins with');
      await terminal.waitFor(/Answer:/, { times: 2 });
      terminal.type('arn:aws\r');
      await terminal.waitFor('[text] "arn:aws"');
      expect(terminal.screen()).to.equal(
        [
          'Role ARN',
          'From your administrator: arn:aws:iam::123456789012:role/dev',
          'Answer: role/dev',
          `A role ARN begins with ${title === 'TERM=dumb' ? '`arn:aws:iam::`' : 'arn:aws:iam::'}`,
          'Answer: arn:aws',
          '[text] "arn:aws"',
        ].join('\n'),
      );
      expect(terminal.raw()).to.not.match(movesCursor);
    });

    it('show nothing of a secret', async () => {
      const terminal = talk.start('secret', { variables });
      await terminal.waitFor('Secret access key (not shown):');
      terminal.type('hush\r');
      await terminal.waitFor('too short');
      await terminal.waitFor('(not shown):', { times: 2 });
      terminal.type('a-longer-secret');
      terminal.enter();
      await terminal.waitFor('[secret] 15 ');
      expect(terminal.raw()).to.not.match(/hush|longer|\*|\u001b/);
    });

    it('number a menu, and take a number or a part of a name', async () => {
      const terminal = talk.start('choice', { variables });
      await terminal.waitFor(/part of a name:$/);
      terminal.type('7\r');
      await terminal.waitFor('Please type a number from 1 to 3.');
      terminal.type('Azure\r');
      await terminal.waitFor('Nothing in the list has that in its name.');
      await terminal.waitFor('Number, or part of a name:', { times: 3 });
      terminal.type('3\r');
      await terminal.waitFor('[choice] "sso"');
      expect(terminal.screen()).to.match(
        /^ {2}1\. A role in another AWS account \(AssumeRole\): You were given a role ARN\.\n {2}2\. My company/m,
      );
      expect(terminal.raw()).to.not.match(movesCursor);
    });

    it('list of many only what has the part that was typed', async () => {
      const terminal = talk.start('search', { variables });
      await terminal.waitFor('And 480 more');
      terminal.type('blue 44\r');
      await terminal.waitFor(/1\. repository-44-blue/);
      terminal.type('443\r');
      await terminal.waitFor('[search] "repository-443"');
    });

    it('confirm in words', async () => {
      const terminal = talk.start('careful', { variables });
      await terminal.waitFor('Overwrite it? (yes or no) [no]:');
      terminal.type('what\r');
      await terminal.waitFor('Please answer yes or no.');
      await terminal.waitFor('[no]:', { times: 2 });
      terminal.type('Y\r');
      await terminal.waitFor('[confirm] "yes"');
    });

    it('take a block, unseen', async () => {
      const terminal = talk.start('block', { variables });
      await terminal.waitFor('An empty line ends it.');
      terminal.paste('AWS_ACCESS_KEY_ID=ASIAEXAMPLE\n\nnot yet AWS_SESSION_TOKEN');
      terminal.type('=token');
      await terminal.waitFor('[block] ');
      expect(terminal.screen()).to.include('Received: 3 lines,');
      expect(terminal.raw()).to.not.match(/ASIA|token\b|\u001b/);
    });

    it('survive a paste of 100,000 characters', async () => {
      const terminal = talk.start('secret', { variables });
      await terminal.waitFor('(not shown):');
      terminal.paste('s'.repeat(100_000));
      terminal.enter();
      await terminal.waitFor('[secret] 100000 ');
      expect(terminal.raw()).to.not.include('sss');
    });

    it('say of a step that it began, and how it ended', async () => {
      const terminal = talk.start('step', { variables });
      await terminal.exit();
      expect(terminal.screen()).to.equal(
        ['Asking AWS…', 'Something was said meanwhile', '✔ Signed in as `ana`']
          .join('\n')
          .replaceAll('`', title === 'TERM=dumb' ? '`' : ''),
      );
    });

    it('are cancelled by Ctrl-C', async () => {
      const terminal = talk.start('choice', { variables });
      await terminal.waitFor('Number');
      terminal.ctrlC();
      expect(await terminal.exit()).to.deep.equal({ code: 130, signal: undefined });
      expect(terminal.screen()).to.include('problem cancelled');
    });
  });
}
