import { expect } from 'chai';
import fc from 'fast-check';
import { Problem } from '../../src/core/problem.js';
import { checkToken, describeToken, providerOfToken, takeToken, webIdentityProviders } from '../../src/aws/tokens.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: Record<string, unknown>, header: Record<string, unknown> = { alg: 'RS256', typ: 'JWT' }): string => `${encode(header)}.${encode(claims)}.c2lnbmF0dXJl`;
const claims = { iss: 'https://login.example.com', sub: 'ana', aud: 'git-codecommit', iat: 1_790_000_000, exp: 1_790_003_600 };

describe('tokens', () => {
  describe('are told apart', () => {
    for (const [what, token, kind] of [
      ['an ID token', jwt(claims), 'id-token'],
      ['an access token by its own type (RFC 9068)', jwt(claims, { alg: 'RS256', typ: 'at+jwt' }), 'jwt-access-token'],
      ['an access token of Cognito', jwt({ ...claims, token_use: 'access' }), 'jwt-access-token'],
      ['an access token of Keycloak', jwt({ ...claims, typ: 'Bearer' }), 'jwt-access-token'],
      ['an access token of Microsoft Entra ID or Okta', jwt({ ...claims, scp: 'User.Read' }), 'jwt-access-token'],
      ['a refresh token of Keycloak', jwt({ ...claims, typ: 'Refresh' }), 'jwt-refresh-token'],
      ['an encrypted token', `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`, 'encrypted'],
      ['an access token of Login with Amazon', 'Atza|IwEBI', 'amazon-access-token'],
      ['a refresh token of Login with Amazon', 'Atzr|IwEBI', 'amazon-refresh-token'],
      ['an access token of Google', 'ya29.a0Af', 'google-access-token'],
      ['a refresh token of Google', '1//0gabc', 'google-refresh-token'],
      ['the token of a Facebook app', '1234567890123456|abcDEF-123', 'facebook-app-token'],
      ['a user token of Facebook', `EAA${'B'.repeat(40)}`, 'opaque'],
      ['three words with dots', 'a.b.c', 'opaque'],
    ] as const) {
      it(what, () => expect(describeToken(token).kind).to.equal(kind));
    }
  });

  it('say who they are for, from whom, and until when', () => {
    expect(describeToken(jwt({ ...claims, aud: ['one', 'two', 3] }))).to.deep.include({
      issuer: 'https://login.example.com', audience: ['one', 'two'], subject: 'ana', algorithm: 'RS256', expiresAt: new Date('2026-09-21T15:13:20Z'),
    });
  });

  it('are found in what people save', () => {
    const token = jwt(claims);
    for (const text of [token, `${token}\n`, `"${token}"`, `\ufeff${token}\r\n`, `${token.slice(0, 30)}\n${token.slice(30)}`, JSON.stringify({ access_token: 'x', id_token: token }), JSON.stringify({ value: token })]) {
      expect(takeToken(text)).to.equal(token);
    }
    expect(takeToken('Atza%7CIwEBI')).to.equal('Atza|IwEBI');
    expect(takeToken('{"access_token":"Atza|IwEBI","token_type":"bearer"}')).to.equal('Atza|IwEBI');
    for (const nothing of ['', ' \n', '""', '{', '{}', '{"id_token":1}']) expect(() => takeToken(nothing), nothing).to.throw(Problem).with.property('question', 'webIdentityToken');
  });

  it('tell whose they are', () => {
    expect(providerOfToken(jwt({ ...claims, iss: 'accounts.google.com' }))).to.equal('google');
    expect(providerOfToken(jwt(claims))).to.equal('oidc');
    expect(providerOfToken('opaque')).to.equal(undefined);
  });

  describe('that AWS would refuse are refused', () => {
    const refuse = (token: string, wanted: Parameters<typeof checkToken>[1]): Problem => {
      try {
        checkToken(token, wanted);
      } catch (error) {
        if (error instanceof Problem) return error;
        throw error;
      }
      throw new Error('it was taken');
    };

    it('for their kind, with a word on what is wanted', () => {
      expect(refuse(jwt(claims), { provider: 'amazon' })).to.include({ message: 'This is an ID token (a JWT).', hint: 'AWS wants the access token of Login with Amazon (it begins with Atza|), whole.' });
      expect(refuse('Atzr|IwEBI', { provider: 'amazon' }).message).to.equal('This is a refresh token of Login with Amazon.');
      expect(refuse('something', { provider: 'amazon' }).message).to.equal('This is no access token of Login with Amazon.');
      expect(refuse('ya29.a0', { provider: 'google' }).message).to.equal('This is an access token of Google.');
      expect(refuse('1234567890123456|abc', { provider: 'facebook' }).message).to.equal('This is the token of a Facebook app itself.');
      expect(refuse(jwt({ iss: 'https://www.facebook.com' }), { provider: 'facebook' }).message).to.equal('This is an ID token (a JWT).');
    });

    it('for their issuer, their audience and their signature', () => {
      expect(refuse(jwt(claims), { provider: 'google' }).message).to.equal('This token is from https://login.example.com, and not from Google.');
      expect(refuse(jwt(claims), { provider: 'oidc', issuer: 'https://login.example.com/' }).message).to.contain('and not from https://login.example.com/');
      expect(refuse(jwt(claims), { provider: 'oidc', clientId: 'another' }).message).to.equal('This token was made for git-codecommit, and not for another.');
      expect(refuse(jwt(claims, { alg: 'HS256' }), { provider: 'oidc' }).message).to.contain('signed with HS256');
      expect(refuse(jwt(claims, { alg: 'none' }), { provider: 'oidc' }).message).to.contain('signed with none');
      expect(refuse(jwt(claims, {}), { provider: 'oidc' }).message).to.contain('signed with nothing');
    });

    it('for their age, as far as the time is known', () => {
      expect(checkToken(jwt(claims), { provider: 'oidc' }).subject).to.equal('ana');
      expect(checkToken(jwt(claims), { provider: 'oidc', now: new Date('2026-09-21T15:13:19Z') }).subject).to.equal('ana');
      expect(refuse(jwt(claims), { provider: 'oidc', now: new Date('2026-09-21T15:13:20Z') })).to.include({ kind: 'aws', message: 'This token ended at 2026-09-21 15:13 UTC.' });
    });

    it('without anything in their claims reaching the terminal', () => {
      expect(refuse(jwt({ ...claims, aud: '\u001b[2J' }), { provider: 'oidc', clientId: 'x' }).message).to.contain('\\x1b[2J');
    });
  });

  it('never make it stumble, whatever they are', () => {
    const part = fc.oneof(fc.string(), fc.jsonValue().map((value) => encode(value)), fc.base64String());
    fc.assert(fc.property(fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')), fc.constantFrom(...webIdentityProviders), (token, provider) => {
      describeToken(token);
      for (const work of [() => checkToken(token, { provider, now: new Date() }), () => takeToken(token)]) {
        try {
          work();
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
        }
      }
    }));
  });
});
