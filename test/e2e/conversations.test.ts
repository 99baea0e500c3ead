import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { playConversation } from '../helpers/conversation.js';
import { answer, openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { conversationFixture, endSessions } from './conversation-fixture.js';
import { expect } from 'chai';

const written = (name: string): string => join(import.meta.dirname, '..', 'conversations', `${name}.txt`);

describe('the wizard, as it was written down', function () {
  this.timeout(180_000);
  let fixture: Fixture;

  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  it('goes from nothing to the first clone, with a role that wants an MFA code', async () => {
    await playConversation(written('first-clone'), conversationFixture(fixture));
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('asks six questions at most of somebody with a profile: the rest is a consent, an offer, and what AWS wants', async () => {
    await fixture.home.addProfile('ana', fixture.ana.key);
    const terminal = fixture.wizard([]);
    await answer(terminal, 'What were you given?', fixture.app.url);
    await answer(terminal, 'How do you sign in?', '');
    await answer(terminal, 'Role ARN', fixture.roleWithMfa.arn);
    await answer(terminal, 'Whose keys sign the request?', '');
    await answer(terminal, 'Profile name', '');
    for (const consent of ['Go ahead?', 'When shall AWS ask for the code?']) await answer(terminal, consent, '');
    await answer(terminal, 'MFA code of ana (app)', fixture.ana.device.code());
    await terminal.ends(0, 90_000);
  });

  it('shows the plan anew after each answer that is changed in it, the way to sign in included', async () => {
    await playConversation(written('change-an-answer'), conversationFixture(fixture));
  });

  it('puts a question again when its answer was wrong, everything else kept', async () => {
    await playConversation(written('wrong-answers'), conversationFixture(fixture));
  });

  it('ends with 130 and "Nothing was changed." on Ctrl-C, at whichever question', async () => {
    const answers = [
      fixture.app.url,
      undefined,
      fixture.roleWithMfa.arn,
      undefined,
      fixture.ana.key.accessKeyId,
      fixture.ana.key.secretAccessKey,
      undefined,
    ];
    const prompts = [
      'What were you given?',
      'How do you sign in?',
      'Role ARN',
      'Whose keys',
      'Access key ID',
      'Secret access key',
      'Profile name',
      'Go ahead?',
    ];
    for (let at = 0; at < prompts.length; at += 1) {
      const terminal = conversationFixture(fixture).start(['git', 'codecommit'], {
        columns: 100,
        rows: 60,
        variables: {},
      });
      try {
        for (const [index, prompt] of prompts.slice(0, at + 1).entries()) {
          await terminal.waitFor(prompt);
          if (index === at) break;
          if (answers[index] !== undefined) terminal.type(answers[index]);
          terminal.enter();
        }
        terminal.ctrlC();
        expect(await terminal.exit(), prompts[at]).to.deep.equal({ code: 130, signal: undefined });
        expect(terminal.screen()).to.include('Nothing was changed.');
      } finally {
        await terminal.close();
      }
    }
    expect((await fixture.home.run('ls', ['.aws'])).stdout).to.equal('');
  });

  for (const [name, what] of [
    ['accessible', 'asks for who listens in numbered questions, from the first one to the last goodbye'],
    ['dumb-terminal', 'writes nothing but lines on a terminal that can do no more'],
    ['no-unicode', 'does without symbols where they cannot be shown'],
    ['narrow', 'fits 40 columns, without colours'],
    ['wide', 'stays readable on 200 columns'],
  ] as const) {
    it(what, async () => {
      await playConversation(written(name), conversationFixture(fixture));
      if (name === 'accessible' || name === 'dumb-terminal')
        expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    });
  }

  it('says after months what has ended, and renews it', async () => {
    await fixture.setUp('--keep-source');
    await endSessions(fixture);
    await playConversation(written('after-expiry'), conversationFixture(fixture));
  });

  it('offers, while all is well, what somebody comes back for: another clone first of all', async () => {
    await fixture.setUp('--keep-source');
    await playConversation(written('coming-back'), conversationFixture(fixture));
    expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  for (const [name, what] of [
    ['second-repository', 'asks one question of somebody whose profile reads the second repository, and clones it'],
    ['second-repository-pasted', 'asks one more where the second repository is pasted'],
  ] as const)
    it(what, async () => {
      await fixture.setUp('--keep-source');
      fixture.sandbox.aws
        .account('444455556666')
        .repository('other-app', { region: 'eu-west-1', files: { 'README.md': '# other-app\n' } });
      await playConversation(written(name), conversationFixture(fixture));
      expect(await readFile(fixture.home.file('other-app', 'README.md'), 'utf8')).to.equal('# other-app\n');
    });
});
