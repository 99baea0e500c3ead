import { expect } from 'chai';
import { environmentKeys } from '../../../src/aws/credential-formats/environment-keys.js';
import { Problem } from '../../../src/core/problem.js';

const half = { AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE' };
const both = { ...half, AWS_SECRET_ACCESS_KEY: 'secret' };

describe('the keys of the environment', () => {
  it('are both halves, with the session token and the end of the session where they are set', () => {
    const keys = environmentKeys({
      ...both,
      AWS_SESSION_TOKEN: 'token',
      AWS_CREDENTIAL_EXPIRATION: '2026-03-01T12:00:00Z',
    });
    expect([keys?.accessKeyId, keys?.secretAccessKey.reveal(), keys?.sessionToken?.reveal()]).to.deep.equal([
      'ASIAEXAMPLE',
      'secret',
      'token',
    ]);
    expect(keys?.expiration).to.deep.equal(new Date('2026-03-01T12:00:00Z'));
  });

  it('have their end where white space is left around it, as out of a file', () => {
    const keys = environmentKeys({ ...both, AWS_CREDENTIAL_EXPIRATION: ' 2026-03-01T12:00:00Z\r\n' });
    expect(keys?.expiration).to.deep.equal(new Date('2026-03-01T12:00:00Z'));
  });

  it('have their token by its former name too, and by the new one first', () => {
    expect(environmentKeys({ ...both, AWS_SECURITY_TOKEN: 'old' })?.sessionToken?.reveal()).to.equal('old');
    expect(
      environmentKeys({ ...both, AWS_SESSION_TOKEN: 'new', AWS_SECURITY_TOKEN: 'old' })?.sessionToken?.reveal(),
    ).to.equal('new');
    expect(environmentKeys(both)?.sessionToken).to.equal(undefined);
  });

  it('are none where nothing is set, or set to nothing', () => {
    expect(environmentKeys({})).to.equal(undefined);
    expect(environmentKeys({ AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' })).to.equal(undefined);
  });

  it('are refused with what is missing where there is one half', () => {
    expect(() => environmentKeys(half)).to.throw(Problem, 'AWS_SECRET_ACCESS_KEY is not set');
    expect(() => environmentKeys({ AWS_SECRET_ACCESS_KEY: 'secret' })).to.throw(
      Problem,
      'AWS_ACCESS_KEY_ID is not set',
    );
  });
});
