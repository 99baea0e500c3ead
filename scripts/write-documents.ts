// Writes what docs/ shows of the program, from the program itself: a page for each sign-in method, and pictures of the
// written conversations as they really run.
// usage: npm run documents
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { methods } from '../src/methods/index.js';
import { openFixture } from '../test/e2e/fixture.js';
import type { Fixture } from '../test/e2e/fixture.js';
import { conversationFixture } from '../test/e2e/conversation-fixture.js';
import { methodFixture, toldMethods } from '../test/e2e/method-fixtures.js';
import { playConversation } from '../test/helpers/conversation.js';
import type { Fixture as ConversationFixture } from '../test/helpers/conversation.js';
import { methodPage } from './method-page.js';
import { picture } from './picture.js';

const root = resolve(import.meta.dirname, '..');
const [conversations, docs] = [resolve(root, 'test/conversations'), resolve(root, 'docs')];
await mkdir(resolve(docs, 'methods'), { recursive: true });

for (const method of methods) await writeFile(resolve(docs, `methods/${method.id}.md`), methodPage(method));
await draw('first-clone', 'wizard', (fixture) => Promise.resolve(conversationFixture(fixture)));
for (const id of toldMethods) await draw(`methods/${id}`, `methods/${id}`, (fixture) => methodFixture(fixture, id));

/** Plays a conversation and draws what its first program showed. */
async function draw(
  conversation: string,
  name: string,
  fixtureFor: (fixture: Fixture) => Promise<ConversationFixture & { leave?(): Promise<void> }>,
): Promise<void> {
  const fixture = await openFixture();
  try {
    const told = await fixtureFor(fixture);
    const [recording] = await playConversation(resolve(conversations, `${conversation}.txt`), told, false);
    await told.leave?.();
    if (recording === undefined) throw new Error(`${conversation} ran no program.`);
    await writeFile(resolve(docs, `${name}.svg`), await picture(recording, 'git codecommit'));
  } finally {
    await fixture.clear();
  }
}
