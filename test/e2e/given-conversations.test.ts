import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { playConversation } from '../helpers/conversation.js';
import { needs } from '../helpers/needs.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { givenFixture } from './given-fixture.js';

const folder = join(import.meta.dirname, '..', 'conversations', 'given');

describe('the first question, as it was written down for what people were given', function () {
  this.timeout(180_000);
  before(needs('chromium'));
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  for (const file of readdirSync(folder).sort()) {
    const name = file.replace(/\.txt$/, '');
    it(name, async () => await playConversation(join(folder, file), await givenFixture(fixture, name)));
  }
});

/** How many questions somebody answers at most, the browser left out. */
const most: Readonly<Record<string, number>> = {
  portal: 3,
  csv: 3,
  'role-and-csv': 4,
  okta: 4,
  'role-and-profile': 4,
  // And one for its hosts.
  recipe: 2 + 1,
};

describe('the way from what was given to a clone', () => {
  for (const [name, questions] of Object.entries(most))
    it(`takes at most ${questions} answers: ${name}`, () => {
      const written = readFileSync(join(folder, `${name}.txt`), 'utf8');
      expect(written.match(/^» /gm) ?? []).to.have.length.within(1, questions);
      expect(written)
        .to.match(/^Cloning into 'my-app'/m)
        .and.to.match(/^= exit 0$/m);
    });
});
