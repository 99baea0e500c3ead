// Draws docs/wizard.svg from a real run: the written conversation of the first clone, played in a pseudo-terminal.
// usage: npm run pictures
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { setStage } from '../test/e2e/stage.js';
import { conversationStage } from '../test/e2e/stage-conversation.js';
import { playConversation } from '../test/helpers/conversation.js';
import { picture } from './picture.js';

const root = resolve(import.meta.dirname, '..');
const stage = await setStage();
try {
  const [recording] = await playConversation(resolve(root, 'test/conversations/first-clone.txt'), conversationStage(stage), false);
  if (recording === undefined) throw new Error('The conversation ran no program.');
  await mkdir(resolve(root, 'docs'), { recursive: true });
  await writeFile(resolve(root, 'docs/wizard.svg'), await picture(recording, 'git codecommit'));
} finally {
  await stage.clear();
}
