import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';

import { methods } from '../../src/methods/index.js';
import { playConversation } from '../helpers/conversation.js';
import { openFixture } from './fixture.js';
import type { Fixture } from './fixture.js';
import { methodFixture, toldMethods } from './method-fixtures.js';

const written = (id: string): string => join(import.meta.dirname, '..', 'conversations', 'methods', `${id}.txt`);

describe('the wizard, as it was written down for each way to sign in', function () {
  this.timeout(180_000);
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await openFixture();
  });
  afterEach(() => fixture.clear());

  it('is written down for every method', () => {
    expect(toldMethods).to.have.members(methods.map(({ id }) => id));
  });

  for (const id of toldMethods) {
    it(`ends in a clone: ${id}`, async () => {
      const told = await methodFixture(fixture, id);
      try {
        await playConversation(written(id), told);
      } finally {
        await told.leave();
      }
      expect(await readFile(fixture.home.file('my-app', 'README.md'), 'utf8')).to.equal('# my-app\n');
    });
  }
});
