import { expect } from 'chai';
import { formatToken, parseToken, tokenFileName } from '../../src/profile/sso-cache.js';
import { Secret } from '../../src/core/secret.js';

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' };
const token = {
  accessToken: new Secret('access'),
  refreshToken: new Secret('refresh'),
  expiresAt: new Date('2026-11-23T20:00:00.500Z'),
  registration: { clientId: 'id', clientSecret: new Secret('secret'), expiresAt: new Date('2027-02-21T12:00:00Z') },
};

describe("the cache of the AWS CLI's sign-ins", () => {
  it('has a file for each session, named after it, else after the start URL', () => {
    expect(tokenFileName({ ...session, name: 'my-sso' })).to.equal('0ad374308c5a4e22f723adf10145eafad7c4031c.json');
    expect(tokenFileName({ startUrl: 'https://d-92671207e4.awsapps.com/start' })).to.equal(
      '13f9d35043871d073ab260e020f0ffde092cb14b.json',
    );
  });

  it('holds every field that a renewal needs, as the AWS CLI writes them', () => {
    expect(JSON.parse(formatToken(session, token))).to.deep.equal({
      startUrl: session.startUrl,
      region: 'eu-central-1',
      accessToken: 'access',
      expiresAt: '2026-11-23T20:00:00Z',
      clientId: 'id',
      clientSecret: 'secret',
      registrationExpiresAt: '2027-02-21T12:00:00Z',
      refreshToken: 'refresh',
    });
  });

  it('keeps what neither of us knows, but no refresh token of before', () => {
    const text = formatToken(
      session,
      { ...token, refreshToken: undefined },
      '{"accessToken":"old","refreshToken":"old","provider":"x"}',
    );
    expect(JSON.parse(text)).to.include({ accessToken: 'access', provider: 'x' }).and.not.have.property('refreshToken');
  });

  it('is read back as it was written', () => {
    const read = parseToken(formatToken(session, token));
    expect(read?.accessToken.reveal()).to.equal('access');
    expect(read?.refreshToken?.reveal()).to.equal('refresh');
    expect(read?.registration?.clientSecret.reveal()).to.equal('secret');
    expect(read?.expiresAt).to.deep.equal(new Date('2026-11-23T20:00:00Z'));
    expect(read?.startUrl).to.equal(session.startUrl);
  });

  it('is read in the older spelling of times, and without what a renewal needs', () => {
    expect(parseToken('{"accessToken":"a","expiresAt":"2020-06-17T10:02:08UTC"}')).to.deep.include({
      expiresAt: new Date('2020-06-17T10:02:08Z'),
      registration: undefined,
    });
  });

  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '"a"',
    '{"accessToken":"a"}',
    '{"accessToken":"","expiresAt":"2026-11-23T20:00:00Z"}',
    '{"accessToken":1,"expiresAt":"2026-11-23T20:00:00Z"}',
    '{"accessToken":"a","expiresAt":"soon"}',
    '{"clientId":"a","clientSecret":"b","expiresAt":"2026-11-23T20:00:00Z"}',
  ]) {
    it(`takes ${text === '' ? 'nothing' : text} for no token`, () => {
      expect(parseToken(text)).to.equal(undefined);
    });
  }

  it('shows no secret', () => {
    expect(JSON.stringify(parseToken(formatToken(session, token)))).to.not.match(/"(access|refresh|secret)"/);
  });
});
