import { expect } from 'chai';
import { Secret } from '../../src/core/secret.js';
import { expiringSeconds, isFresh, outlasts, renewalSeconds, stateOf } from '../../src/core/session-state.js';

describe('how much a session has left', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
  const keys = (expiration: Date | undefined) => ({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey: new Secret('secret'),
    expiration,
  });

  it('is worth a renewal from five minutes on, whoever asks', () => {
    expect(renewalSeconds).to.equal(300);
    for (const [seconds, good] of [
      [301, true],
      [300, false],
      [1, false],
      [0, false],
      [-1, false],
    ] as const) {
      expect(outlasts(after(seconds), now), `${seconds} s`).to.equal(good);
      expect(isFresh(keys(after(seconds)), now, undefined), `${seconds} s`).to.equal(good);
    }
  });

  it('is measured against what a caller needs, where that is said', () => {
    expect(outlasts(after(1), now, 0)).to.equal(true);
    expect(outlasts(after(0), now, 0)).to.equal(false);
    expect(outlasts(after(900), now, expiringSeconds)).to.equal(false);
    expect(outlasts(after(901), now, expiringSeconds)).to.equal(true);
  });

  it('is taken to be enough where nothing says when it ends', () => {
    expect(outlasts(undefined, now)).to.equal(true);
    expect(isFresh(keys(undefined), now, undefined)).to.equal(true);
    expect(stateOf(undefined, now)).to.equal('unknown');
  });

  it('counts for nothing with keys that AWS takes no more', () => {
    expect(isFresh(keys(after(3600)), now, 'ASIAEXAMPLE')).to.equal(false);
    expect(isFresh(keys(after(3600)), now, 'ASIAOTHER')).to.equal(true);
  });

  it('is said as a state', () => {
    expect([0, 1, 899, 900].map((seconds) => stateOf(after(seconds), now))).to.deep.equal([
      'expired',
      'expiring',
      'expiring',
      'valid',
    ]);
  });
});
