import { expect } from 'chai';
import { sharedFailure } from '../../src/sign-in/shared-failure.js';

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
