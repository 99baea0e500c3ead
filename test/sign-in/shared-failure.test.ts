import { sentence } from '../../src/core/advice/advice.js';
import { refresh } from '../../src/core/advice/own-commands.js';
import { Problem } from '../../src/core/problem.js';
import { noteSecret } from '../../src/core/secret.js';
import { expect } from 'chai';
import { failureOf, sharedFailure } from '../../src/sign-in/shared-failure.js';

const now = Date.UTC(2026, 10, 23, 12);
const failure = (at: number, byPerson = false) => ({ at, kind: 'aws', message: 'AWS says no.', byPerson });

describe('the failure of a renewal', () => {
  it('counts for whoever began to wait before it', () => {
    expect(sharedFailure(failure(now - 10), now - 20, now)).to.have.property('message', 'AWS says no.');
    expect(sharedFailure(failure(now), now, now)).to.have.property('message', 'AWS says no.');
    expect(sharedFailure(failure(now - 30), now - 20, now)).to.equal(undefined);
  });

  it('counts for a minute where a person gave no code', () => {
    expect(sharedFailure(failure(now - 59_000, true), now, now)).to.have.property('kind', 'aws');
    expect(sharedFailure(failure(now - 61_000, true), now, now)).to.equal(undefined);
  });

  it('counts for nobody where it is of the future, for the clock was ahead then', () => {
    for (const ahead of [1, 60_000, 86_400_000, 31_536_000_000]) {
      for (const byPerson of [false, true])
        expect(sharedFailure(failure(now + ahead, byPerson), now - 20, now), String(ahead)).to.equal(undefined);
    }
  });

  it('counts for nobody where what is written down is none', () => {
    for (const damaged of [undefined, null, [], 'no', {}, { at: 'soon', message: 'no' }, { at: now }])
      expect(sharedFailure(damaged, now - 20, now)).to.equal(undefined);
  });
});

describe('what is kept of a failure', () => {
  const refused = new Problem('aws', 'It ended.', { hint: sentence`Run: ${refresh('dev')}` });
  const kept = JSON.parse(JSON.stringify(failureOf(refused, { at: now, byPerson: false }))) as Record<string, unknown>;

  it('is read with its advice as it was', () => {
    expect(sharedFailure(kept, now, now)).to.deep.include({ kind: 'aws', message: 'It ended.', hint: refused.hint });
  });

  it('is words to a version that knows no advice, and to one that does not know this advice', () => {
    expect(kept).to.include({ hint: 'Run: git codecommit refresh dev' });
    for (const advice of [undefined, 'odd', ['Run: ', { kind: 'dance', does: 'dance' }]])
      expect(sharedFailure({ ...kept, advice }, now, now)).to.include({ hint: 'Run: git codecommit refresh dev' });
  });

  it('has no secret in its advice', () => {
    noteSecret('a-secret-of-nineteen');
    const document = failureOf(
      new Problem('aws', 'It ended.', { hint: sentence`Run: ${refresh('a-secret-of-nineteen')}` }),
      { at: now, byPerson: false },
    );
    expect(JSON.stringify(document)).to.not.contain('nineteen');
  });
});
