import { expect } from 'chai';
import { checkToken } from '../../../src/aws/openid/check-token.js';
import { readToken } from '../../../src/aws/openid/read-token.js';
import { describeToken, webIdentityProviders } from '../../../src/aws/openid/tokens.js';
import { Problem } from '../../../src/core/problem.js';
import { idClaims, jwt, jwtPart } from '../../helpers/jwt.js';
import { fc } from '../../helpers/random.js';

describe('a token that AWS would refuse is refused', () => {
  const refuse = (token: string, wanted: Parameters<typeof checkToken>[1]): Problem => {
    try {
      checkToken(token, wanted);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error('it was taken');
  };

  it('for its kind, with a word on what is wanted', () => {
    expect(refuse(jwt(idClaims), { provider: 'amazon' })).to.include({
      message: 'This is an ID token (a JWT).',
      hint: 'AWS wants the access token of Login with Amazon (it begins with Atza|), whole.',
    });
    expect(refuse('Atzr|IwEBI', { provider: 'amazon' }).message).to.equal(
      'This is a refresh token of Login with Amazon.',
    );
    expect(refuse('something', { provider: 'amazon' }).message).to.equal(
      'This is no access token of Login with Amazon.',
    );
    expect(refuse('ya29.a0', { provider: 'google' }).message).to.equal('This is an access token of Google.');
    expect(refuse('1234567890123456|abc', { provider: 'facebook' }).message).to.equal(
      'This is the token of a Facebook app itself.',
    );
    expect(refuse(jwt({ iss: 'https://www.facebook.com' }), { provider: 'facebook' }).message).to.equal(
      'This is an ID token (a JWT).',
    );
  });

  it('for its issuer, its audience and its signature', () => {
    expect(refuse(jwt(idClaims), { provider: 'google' }).message).to.equal(
      'This token is from https://login.example.com, and not from Google.',
    );
    expect(refuse(jwt(idClaims), { provider: 'oidc', issuer: 'https://login.example.com/' }).message).to.contain(
      'and not from https://login.example.com/',
    );
    expect(refuse(jwt(idClaims), { provider: 'oidc', clientId: 'another' }).message).to.equal(
      'This token was made for git-codecommit, and not for another.',
    );
    expect(refuse(jwt(idClaims, { alg: 'HS256' }), { provider: 'oidc' }).message).to.contain('signed with HS256');
    expect(refuse(jwt(idClaims, { alg: 'none' }), { provider: 'oidc' }).message).to.contain('signed with none');
    expect(refuse(jwt(idClaims, {}), { provider: 'oidc' }).message).to.contain('signed with nothing');
  });

  it('for its age, as far as the time is known', () => {
    expect(checkToken(jwt(idClaims), { provider: 'oidc' }).subject).to.equal('ana');
    expect(checkToken(jwt(idClaims), { provider: 'oidc', now: new Date('2026-09-21T15:13:19Z') }).subject).to.equal(
      'ana',
    );
    expect(refuse(jwt(idClaims), { provider: 'oidc', now: new Date('2026-09-21T15:13:20Z') })).to.include({
      kind: 'aws',
      message: 'This token ended at 2026-09-21 15:13 UTC.',
    });
  });

  it('without anything in its claims reaching the terminal', () => {
    expect(refuse(jwt({ ...idClaims, aud: '\u001b[2J' }), { provider: 'oidc', clientId: 'x' }).message).to.contain(
      '\\x1b[2J',
    );
  });

  it('or described, whatever it is', () => {
    const part = fc.oneof(
      fc.string(),
      fc.jsonValue().map((value) => jwtPart(value)),
      fc.base64String(),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.')),
        fc.constantFrom(...webIdentityProviders),
        (token, provider) => {
          describeToken(token);
          for (const work of [() => checkToken(token, { provider, now: new Date() }), () => readToken(token)]) {
            try {
              work();
            } catch (error) {
              if (!(error instanceof Problem)) throw error;
            }
          }
        },
      ),
    );
  });
});
