import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { playConversation } from '../helpers/conversation.js';
import { setStage } from './stage.js';
import type { Stage } from './stage.js';
import { conversationStage, endSessions } from './stage-conversation.js';
import { expect } from 'chai';

const written = (name: string): string => join(import.meta.dirname, '..', 'conversations', `${name}.txt`);

describe('the wizard, as it was written down', function () {
  this.timeout(180_000);
  let stage: Stage;

  beforeEach(async () => { stage = await setStage(); });
  afterEach(() => stage.clear());

  it('goes from nothing to the first clone, with a role that wants an MFA code', async () => {
    await playConversation(written('first-clone'), conversationStage(stage));
    expect(await readFile(stage.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
  });

  it('puts a question again when its answer was wrong, everything else kept', async () => {
    await playConversation(written('wrong-answers'), conversationStage(stage));
  });

  it('says after months what has ended, and renews it', async () => {
    const { code, stderr } = await stage.codecommit([...stage.common, '--yes', '--keep-source']);
    expect(code, stderr).to.equal(0);
    await endSessions(stage);
    await playConversation(written('after-expiry'), conversationStage(stage));
  });
});
