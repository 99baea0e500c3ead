import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { personAsBrowser } from '../sandbox/person-browser.js';
import { playConversation } from '../helpers/conversation.js';
import { conversationFixture } from './conversation-fixture.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

const folder = join(import.meta.dirname, '..', 'conversations', 'given');

describe('the first question, as it was written down for what people were given', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  for (const file of readdirSync(folder).sort())
    it(file.replace(/\.txt$/, ''), async () => {
      const common = conversationFixture(fixture);
      const center = fixture.sandbox.aws.identityCenter({
        region: 'eu-central-1',
        startUrl: 'https://corp.awsapps.com/start',
      });
      const ana = center.user('ana');
      center.assign(ana, fixture.app.account, 'Developer', { accountName: 'live' });
      center.assign(ana, fixture.sandbox.aws.account('111122223333'), 'Developer', { accountName: 'dev' });
      const habits = { username: 'ana', password: 'correct horse', decision: 'allow' } as const;
      const browser = await personAsBrowser(fixture.home, habits);
      const dan = fixture.app.account.user('dan');
      await playConversation(join(folder, file), {
        start: (words, options) => common.start(words, { ...options, variables: { ...browser, ...options.variables } }),
        answers: {
          ...common.answers,
          'keys-file': fixture.keysFile,
          'keys-file-without-mfa': await fixture.home.write('dan.csv', dan.accessKeysCsv()),
        },
        volatile: {
          ...common.volatile,
          state: /(?<=[?&](?:state|nonce|code_challenge|client_id)=)[\w.~-]{16,}/,
          'one-time-path': /(?<=127\.0\.0\.1:\S+\/sign-in\/)[0-9a-f]{64}/,
          port: /(?<=127\.0\.0\.1(?::|%3A))\d+/,
        },
      });
    });
});
