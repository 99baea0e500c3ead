import { expect } from 'chai';
import { isoSeconds } from '../../src/core/text/time.js';
import { parseExpiration, readExpiration } from '../../src/profile/expiry.js';
import { fc } from '../helpers/random.js';

describe('the end of a session, as tools write it', () => {
  const cases: readonly [string, string][] = [
    ['2026-11-23T12:34:56Z', '2026-11-23T12:34:56.000Z'],
    ['2026-11-23T12:34:56.789123Z', '2026-11-23T12:34:56.789Z'],
    ['2026-11-23T14:34:56+02:00', '2026-11-23T12:34:56.000Z'],
    ['2026-11-23T12:34:56+0000', '2026-11-23T12:34:56.000Z'],
    ['2026-11-23T07:34:56-0500', '2026-11-23T12:34:56.000Z'],
    ['2026-11-23 12:34:56', '2026-11-23T12:34:56.000Z'],
    ['2026-11-23 12:34:56+00:00', '2026-11-23T12:34:56.000Z'],
    [' 2028-02-29T23:59Z ', '2028-02-29T23:59:00.000Z'],
  ];
  for (const [text, expected] of cases)
    it(`reads ${text}`, () => expect(parseExpiration(text)?.toISOString()).to.equal(expected));

  it('reads nothing into anything else', () => {
    for (const text of [
      '',
      'soon',
      '1732365296',
      '2026-02-30T12:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-11-23',
      '2026-11-23T25:00:00Z',
      '"2026-11-23T12:34:56Z"',
      '2026-11-23T12:34:56Z # x',
    ]) {
      expect(parseExpiration(text), text).to.equal(undefined);
    }
  });

  it('reads back what we write', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true }),
        (date) => {
          expect(parseExpiration(isoSeconds(date))?.getTime()).to.equal(Math.floor(date.getTime() / 1000) * 1000);
        },
      ),
    );
  });

  it('knows the keys of all tools, and believes the latest', () => {
    for (const key of [
      'x_security_token_expires',
      'aws_expiration',
      'aws_session_expiration',
      'expiration',
      'aws_credential_expiration',
    ]) {
      expect(readExpiration({ [key]: '2026-11-23T12:34:56Z' })?.getTime(), key).to.equal(
        Date.UTC(2026, 10, 23, 12, 34, 56),
      );
    }
    expect(
      readExpiration({
        expiration: '2026-11-23 12:00:00',
        x_security_token_expires: '2025-01-01T00:00:00Z',
      })?.getUTCFullYear(),
    ).to.equal(2026);
    expect(readExpiration({ region: 'eu-west-1' })).to.equal(undefined);
  });
});
