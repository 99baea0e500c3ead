import { expect } from 'chai';
import { isLoopback } from '../../../src/core/text/loopback.js';

describe('this very computer', () => {
  for (const [address, expected] of [
    ['http://127.0.0.1:1/', true],
    ['http://127.1/', true],
    ['http://0x7f000001/', true],
    ['http://localhost/', true],
    ['http://[::1]:8/', true],
    ['http://127.0.0.1.example.com/', false],
    ['http://localhost.example.com/', false],
    ['http://user@10.0.0.1/', false],
    ['http://127.0.0.1@example.com/', false],
    ['http://[::ffff:10.0.0.1]/', false],
    ['http://0.0.0.0/', false],
    ['http://169.254.169.254/', false],
  ] as const)
    it(`is ${expected ? '' : 'not '}at ${address}`, () =>
      expect(isLoopback(new URL(address).hostname)).to.equal(expected));
});
