import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumThrough } from '../helpers/chromium.js';
import { playConversation } from '../helpers/conversation.js';
import type { Fixture as ConversationFixture } from '../helpers/conversation.js';
import { personAsBrowser } from '../sandbox/person-browser.js';
import { conversationFixture } from './conversation-fixture.js';
import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';

/** Tests that play every conversation of a folder; those at Okta want a real Chromium. */
export function playGiven(folder: string): void {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.txt$/, '');
    const play = (): void => {
      it(name, async () => await playConversation(join(folder, file), await givenFixture(fixture, name)));
    };
    if (!isAtOkta(name)) play();
    else
      describe('in a real Chromium', () => {
        before(needs('chromium'));
        play();
      });
  }
}

const isAtOkta = (name: string): boolean => name.startsWith('okta');

/** What newcomers were given, and who signs in in their browser, for a conversation of that name. */
async function givenFixture(fixture: Fixture, name: string): Promise<ConversationFixture> {
  const common = conversationFixture(fixture);
  const variables = isAtOkta(name) ? await atOkta(fixture) : await atPortal(fixture);
  if (name.startsWith('role-and-profile')) {
    const { accessKeyId, secretAccessKey } = fixture.ana.key;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await fixture.home.write('.aws/credentials', `[work]\n${keys}`);
  }
  const dan = fixture.app.account.user('dan');
  return {
    start: (words, options) => common.start(words, { ...options, variables: { ...variables, ...options.variables } }),
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
  };
}

/** Somebody who is assigned to two accounts of an access portal. */
async function atPortal({ sandbox, app, home }: Fixture): Promise<Readonly<Record<string, string>>> {
  const center = sandbox.aws.identityCenter({ region: 'eu-central-1', startUrl: 'https://corp.awsapps.com/start' });
  const ana = center.user('ana');
  center.assign(ana, app.account, 'Developer', { accountName: 'live' });
  center.assign(ana, sandbox.aws.account('111122223333'), 'Developer', { accountName: 'dev' });
  return await personAsBrowser(home, { username: 'ana', password: 'correct horse', decision: 'allow' });
}

/** Somebody with two roles at a company's Okta, who uses a real Chromium. */
async function atOkta({ sandbox, app, home }: Fixture): Promise<Readonly<Record<string, string>>> {
  const okta = await sandbox.aws.identityProvider('okta', 'corp.okta.com');
  const provider = app.account.samlProvider('Okta', okta.metadata);
  const roles = ['Developer', 'ReadOnly'].map((name) => {
    const { arn } = app.account.role(`Okta${name}`, { trust: provider.trust() });
    return `${arn},${provider.arn}`;
  });
  okta.person('ana', 'correct horse', roles);
  okta.typing = { name: 'ana', password: 'correct horse' };
  return { BROWSER: await chromiumThrough(sandbox.proxyUrl, home.path, { pidFile: home.file('browser.pid') }) };
}
