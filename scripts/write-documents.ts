// Writes what docs/ shows of the program, from the program itself: a page for each sign-in method, and pictures of the
// written conversations as they really run.
// usage: npm run documents
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { methods } from '../src/methods/index.js';
import { setStage } from '../test/e2e/fixture.js';
import type { Stage } from '../test/e2e/fixture.js';
import { conversationStage } from '../test/e2e/conversation-fixture.js';
import { methodStage, toldMethods } from '../test/e2e/method-fixtures.js';
import { playConversation } from '../test/helpers/conversation.js';
import type { Stage as ConversationStage } from '../test/helpers/conversation.js';
import { methodPage } from './method-page.js';
import { picture } from './picture.js';

const root = resolve(import.meta.dirname, '..');
const [conversations, docs] = [resolve(root, 'test/conversations'), resolve(root, 'docs')];
await mkdir(resolve(docs, 'methods'), { recursive: true });

for (const method of methods) await writeFile(resolve(docs, `methods/${method.id}.md`), methodPage(method));
await draw('first-clone', 'wizard', (stage) => Promise.resolve(conversationStage(stage)));
for (const id of toldMethods) await draw(`methods/${id}`, `methods/${id}`, (stage) => methodStage(stage, id));

/** Plays a conversation and draws what its first program showed. */
async function draw(
  conversation: string,
  name: string,
  onStage: (stage: Stage) => Promise<ConversationStage & { leave?(): Promise<void> }>,
): Promise<void> {
  const stage = await setStage();
  try {
    const told = await onStage(stage);
    const [recording] = await playConversation(resolve(conversations, `${conversation}.txt`), told, false);
    await told.leave?.();
    if (recording === undefined) throw new Error(`${conversation} ran no program.`);
    await writeFile(resolve(docs, `${name}.svg`), await picture(recording, 'git codecommit'));
  } finally {
    await stage.clear();
  }
}
