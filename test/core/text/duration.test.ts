import { expect } from 'chai';

import { parseDuration, sayDuration } from '../../../src/core/text/duration.js';

describe('a duration', () => {
  const readable: readonly (readonly [string, number])[] = [
    ['3600', 3600],
    ['45m', 2700],
    ['12h', 43_200],
    ['90s', 90],
    [' 1 H ', 3600],
  ];
  for (const [text, seconds] of readable) {
    it(`reads "${text}" as ${seconds} seconds`, () => {
      expect(parseDuration(text)).to.equal(seconds);
    });
  }

  for (const text of ['', '1.5h', '-3600', 'an hour', '1d', '99999999']) {
    it(`refuses "${text}"`, () => {
      expect(() => parseDuration(text)).to.throw('Not a duration');
    });
  }

  const sayings: readonly (readonly [number, string])[] = [
    [11_520, '3 h 12 min'],
    [2820, '47 min'],
    [20, '20 s'],
    [3600, '1 h'],
    [0, '0 s'],
    [-5, '0 s'],
    [90_000, '1 d 1 h'],
    [172_800, '2 d'],
  ];
  for (const [seconds, text] of sayings) {
    it(`says ${seconds} seconds as "${text}"`, () => {
      expect(sayDuration(seconds)).to.equal(text);
    });
  }
});
