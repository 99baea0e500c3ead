import { expect } from 'chai';
import { parseProcessOutput } from '../../../src/aws/credential-formats/process-output.js';
import { Problem } from '../../../src/core/problem.js';

const now = new Date('2026-11-23T12:00:00Z');
const good = {
  Version: 1,
  AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  SecretAccessKey: 'hush+/',
  SessionToken: 'hush==',
  Expiration: '2026-11-23T13:00:00+01:00',
};

describe('what a credential_process prints', () => {
  it('is read with its expiry, in any time zone', () => {
    const { secretAccessKey, sessionToken, ...others } = parseProcessOutput(
      JSON.stringify({ ...good, Expiration: '2026-11-23T15:00:00+02:00' }),
      now,
    );
    expect(others).to.deep.equal({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', expiration: new Date('2026-11-23T13:00:00Z') });
    expect([secretAccessKey.reveal(), sessionToken?.reveal()]).to.deep.equal(['hush+/', 'hush==']);
  });

  it('may lack an expiry and a token, and begin with a byte order mark', () => {
    const { Version, AccessKeyId, SecretAccessKey } = good;
    expect(
      Object.keys(
        parseProcessOutput(
          `\ufeff${JSON.stringify({ Version, AccessKeyId, SecretAccessKey, SessionToken: '', Expiration: null })}\n`,
          now,
        ),
      ),
    ).to.deep.equal(['accessKeyId', 'secretAccessKey']);
  });

  for (const [text, why] of [
    ['', 'it printed nothing'],
    ['  \n', 'it printed nothing'],
    ['Enter MFA: hush', 'is not the JSON'],
    ['[]', 'is not the JSON'],
    ['null', 'is not the JSON'],
    [JSON.stringify({ ...good, Version: undefined }), 'no `"Version": 1`'],
    [JSON.stringify({ ...good, Version: '1' }), 'version "1"'],
    [JSON.stringify({ ...good, Version: 2 }), 'version 2'],
    [JSON.stringify({ ...good, AccessKeyId: undefined }), 'no AccessKeyId'],
    [JSON.stringify({ ...good, SecretAccessKey: '' }), 'no SecretAccessKey'],
    [JSON.stringify({ ...good, Expiration: 'hush' }), 'is no time'],
    [JSON.stringify({ ...good, Expiration: '2026-11-23T11:59:59Z' }), 'ended at 2026-11-23T11:59:59Z'],
  ] as const) {
    it(`is refused without being repeated: ${text.slice(0, 60)} (${why})`, () => {
      const read = (): unknown => parseProcessOutput(text, now);
      expect(read).to.throw(Problem, why).with.property('kind', 'aws');
      expect(read).to.not.throw(/hush/);
    });
  }
});
