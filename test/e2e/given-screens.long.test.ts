import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

import { playGiven } from './given-fixture.js';

const conversations = join(import.meta.dirname, '..', 'conversations');
const screens = join(conversations, 'given-screens');

describe('what people were given, on other screens', function () {
  this.timeout(180_000);
  playGiven(screens);

  for (const file of readdirSync(screens).sort())
    it(`takes as many answers there as elsewhere: ${file}`, () => {
      const answers = (path: string): number => readFileSync(path, 'utf8').match(/^» /gm)?.length ?? 0;
      const wide = file.replace(/-(?:plain|\d+-columns)\.txt$/, '.txt');
      expect(answers(join(screens, file))).to.equal(answers(join(conversations, 'given', wide)));
    });
});
