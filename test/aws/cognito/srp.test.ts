import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { beginSrp, secretHash, srpTimestamp, type SrpQuestion } from '../../../src/aws/cognito/srp.js';
import { Problem } from '../../../src/core/problem.js';

interface Vector extends SrpQuestion {
  readonly secret: string;
  readonly password: string;
  readonly srpA: string;
  readonly userPoolId: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** Made by pycognito 2024.5.1, which signs in at real user pools, with a secret that was given. */
const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'data', 'srp-vectors.json'), 'utf8'),
) as readonly Vector[];

describe('a proof of a password', () => {
  for (const { secret, password, srpA, userPoolId, timestamp, signature, ...question } of vectors) {
    it(`is the one that others give: ${question.userIdForSrp}`, () => {
      const proof = beginSrp(Buffer.from(secret, 'hex'));
      expect(proof.publicValue).to.equal(srpA);
      expect(proof.claim(question, userPoolId, password, timestamp)).to.equal(signature);
    });
  }

  it('is another one each time', () => {
    expect(beginSrp().publicValue).to.not.equal(beginSrp().publicValue);
  });

  it('is not given to whoever would learn the password by it', () => {
    for (const srpB of ['0', '00']) {
      expect(() =>
        beginSrp().claim(
          { salt: 'ab', srpB, secretBlock: '', userIdForSrp: 'ana' },
          'eu-west-1_x',
          'correct horse',
          'now',
        ),
      ).to.throw(Problem, 'give the password away');
    }
  });

  it('carries the time as user pools read it', () => {
    expect(srpTimestamp(new Date('2026-09-01T01:02:03Z'))).to.equal('Tue Sep 1 01:02:03 UTC 2026');
    expect(srpTimestamp(new Date('2026-11-26T13:02:03Z'))).to.equal('Thu Nov 26 13:02:03 UTC 2026');
  });

  it('knows the hash that app clients with a secret send, as others do', () => {
    expect(secretHash('secret', 'client', 'ana')).to.equal('gpYaeMoXSS9IvHXaT9s8abxoWL9KY/6BzvsnZsQ8xzs=');
  });
});
