import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { playGiven } from './given-fixture.js';

const folder = join(import.meta.dirname, '..', 'conversations', 'given');

describe('the first question, as it was written down for what people were given', function () {
  this.timeout(180_000);
  playGiven(folder);
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
