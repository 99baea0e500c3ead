import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { playConversation } from '../helpers/conversation.js';
import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { givenFixture } from './given-fixture.js';

const conversations = join(import.meta.dirname, '..', 'conversations');
const screens = join(conversations, 'given-screens');

describe('what people were given, on other screens', function () {
  this.timeout(180_000);
  before(needs('chromium'));
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  const files = readdirSync(screens).sort();
  for (const file of files) {
    const name = file.replace(/\.txt$/, '');
    it(name, async () => await playConversation(join(screens, file), await givenFixture(fixture, name)));
  }

  for (const file of files)
    it(`takes as many answers there as elsewhere: ${file}`, () => {
      const answers = (path: string): number => readFileSync(path, 'utf8').match(/^» /gm)?.length ?? 0;
      const wide = file.replace(/-(?:plain|\d+-columns)\.txt$/, '.txt');
      expect(answers(join(screens, file))).to.equal(answers(join(conversations, 'given', wide)));
    });
});
