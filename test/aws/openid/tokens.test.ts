import { expect } from 'chai';
import { describeToken, providerOfToken } from '../../../src/aws/openid/tokens.js';
import { idClaims, jwt, jwtPart } from '../../helpers/jwt.js';

describe('tokens', () => {
  describe('are told apart', () => {
    for (const [what, token, kind] of [
      ['an ID token', jwt(idClaims), 'id-token'],
      [
        'an access token by its own type (RFC 9068)',
        jwt(idClaims, { alg: 'RS256', typ: 'at+jwt' }),
        'jwt-access-token',
      ],
      ['an access token of Cognito', jwt({ ...idClaims, token_use: 'access' }), 'jwt-access-token'],
      ['an access token of Keycloak', jwt({ ...idClaims, typ: 'Bearer' }), 'jwt-access-token'],
      ['an access token of Microsoft Entra ID or Okta', jwt({ ...idClaims, scp: 'User.Read' }), 'jwt-access-token'],
      ['a refresh token of Keycloak', jwt({ ...idClaims, typ: 'Refresh' }), 'jwt-refresh-token'],
      ['an encrypted token', `${jwtPart({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.a.b.c.d`, 'encrypted'],
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
    expect(describeToken(jwt({ ...idClaims, aud: ['one', 'two', 3] }))).to.deep.include({
      issuer: 'https://login.example.com',
      audience: ['one', 'two'],
      subject: 'ana',
      algorithm: 'RS256',
      expiresAt: new Date('2026-09-21T15:13:20Z'),
    });
  });

  it('tell whose they are', () => {
    expect(providerOfToken(jwt({ ...idClaims, iss: 'accounts.google.com' }))).to.equal('google');
    expect(providerOfToken(jwt(idClaims))).to.equal('oidc');
    expect(providerOfToken('opaque')).to.equal(undefined);
  });
});
