import { expect } from 'chai';
import { SandboxClock } from '../clock.js';
import { MfaDevice } from './mfa-device.js';
import { totpCode, totpCounter } from './totp.js';

describe('one-time codes', () => {
  // Source: RFC 6238, appendix B, SHA-1; the last six of its eight digits.
  const vectors = [
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ] as const;
  for (const [seconds, code] of vectors) {
    it(`are those of RFC 6238 at ${seconds} s`, () => {
      expect(totpCode(Buffer.from('12345678901234567890'), totpCounter(new Date(seconds * 1000)))).to.equal(code);
    });
  }

  it('are good once, a window early or late, and never after a later one', () => {
    const clock = new SandboxClock();
    const device = new MfaDevice('totp', 'arn:aws:iam::111122223333:mfa/ana', clock.now(), clock);
    const first = device.code();
    clock.advance(30_000);
    const second = device.code();
    expect(device.accept(second)).to.equal(true);
    expect(device.accept(second)).to.equal(false);
    expect(device.accept(first)).to.equal(false);
    clock.advance(90_000);
    expect(device.accept(second)).to.equal(false);
    expect(device.accept(device.wrongCode())).to.equal(false);
    expect(device.accept(device.code())).to.equal(true);
  });
});
