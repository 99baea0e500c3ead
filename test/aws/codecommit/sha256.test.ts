import { createHash, createHmac } from 'node:crypto';
import { expect } from 'chai';
import { hmacSha256, sha256 } from '../../../src/aws/codecommit/sha256.js';
import { fc } from '../../helpers/random.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('SHA-256', () => {
  // FIPS 180-2, appendix B, and the empty message of NIST's CAVP.
  const examples = [
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ] as const;
  for (const [message, digest] of examples) {
    it(`gives the standard's digest of ${message.length} letters`, () => {
      expect(hex(sha256(Buffer.from(message)))).to.equal(digest);
    });
  }

  it('agrees with OpenSSL on messages of any length, and leaves them as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const given = Uint8Array.from(message);
        expect(hex(sha256(given))).to.equal(createHash('sha256').update(message).digest('hex'));
        expect(given).to.deep.equal(message);
      }),
      { numRuns: 500 },
    );
    for (let length = 0; length <= 130; length += 1)
      expect(hex(sha256(Buffer.alloc(length, 0xa5))), `${length} bytes`).to.equal(
        createHash('sha256').update(Buffer.alloc(length, 0xa5)).digest('hex'),
      );
  });
});

describe('HMAC-SHA-256', () => {
  // RFC 4231, 4.2 to 4.8 (4.6 shows a digest that is cut short).
  const bytes = (text: string): Buffer => Buffer.from(text, 'hex');
  const examples = [
    ['0b'.repeat(20), hex(Buffer.from('Hi There')), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      hex(Buffer.from('Jefe')),
      hex(Buffer.from('what do ya want for nothing?')),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    ['aa'.repeat(20), 'dd'.repeat(50), '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'],
    [
      '0102030405060708090a0b0c0d0e0f10111213141516171819',
      'cd'.repeat(50),
      '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
    ],
    [
      'aa'.repeat(131),
      hex(Buffer.from('Test Using Larger Than Block-Size Key - Hash Key First')),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
    [
      'aa'.repeat(131),
      hex(
        Buffer.from(
          'This is a test using a larger than block-size key and a larger than block-size data. The key ' +
            'needs to be hashed before being used by the HMAC algorithm.',
        ),
      ),
      '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
    ],
  ] as const;
  for (const [key, message, digest] of examples) {
    it(`gives the standard's digest for a key of ${key.length / 2} bytes and a message of ${message.length / 2}`, () => {
      expect(hex(hmacSha256(bytes(key), bytes(message)))).to.equal(digest);
    });
  }

  it('agrees with OpenSSL on keys and messages of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
        expect(hex(hmacSha256(key, message))).to.equal(createHmac('sha256', key).update(message).digest('hex'));
      }),
      { numRuns: 500 },
    );
  });
});
