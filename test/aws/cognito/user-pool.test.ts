import { expect } from 'chai';
import {
  isSameIssuer,
  parseUserPoolId,
  updatedUserPoolIssuer,
  userPoolIssuer,
  userPoolOfIssuer,
  userPoolProviderName,
} from '../../../src/aws/cognito/user-pool.js';

describe("a user pool's issuers", () => {
  for (const [id, host] of [
    ['eu-west-1_AbCdEf123', 'cognito-idp.eu-west-1.amazonaws.com'],
    ['us-gov-west-1_AbCdEf123', 'cognito-idp.us-gov-west-1.amazonaws.com'],
    ['cn-north-1_AbCdEf123', 'cognito-idp.cn-north-1.amazonaws.com.cn'],
  ] as const) {
    it(`are both its own, and one name stands for it in Logins: ${id}`, () => {
      const issuers = [`https://${host}/${id}`, `https://issuer-${host}/${id}`];
      expect([userPoolIssuer(id), updatedUserPoolIssuer(id)]).to.deep.equal(issuers);
      for (const issuer of issuers) {
        expect(userPoolOfIssuer(issuer)).to.equal(id);
        expect(parseUserPoolId(`${issuer}/.well-known/jwks.json`)).to.equal(id);
        for (const other of issuers) expect(isSameIssuer(issuer, other)).to.equal(true);
        expect(isSameIssuer(issuer, issuer.replace('AbC', 'XyZ'))).to.equal(false);
      }
      expect(userPoolProviderName(id)).to.equal(`${host}/${id}`);
    });
  }

  it('name its id with and without the scheme, in whatever capitals, as an identity pool and the console show them', () => {
    for (const given of [
      'cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
      'issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
      'HTTPS://Issuer-Cognito-IDP.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123/',
    ])
      expect(parseUserPoolId(given), given).to.equal('eu-west-1_AbCdEf123');
    expect(() => parseUserPoolId('evil.example/eu-west-1_AbCdEf123')).to.throw(/not the id of a user pool/);
  });

  it('are those of nobody else', () => {
    for (const issuer of [
      'https://issuer-cognito-idp.evil.example/eu-west-1_AbCdEf123',
      'https://issuer-cognito-idp.eu-west-2.amazonaws.com/eu-west-1_AbCdEf123',
      'https://issuer-cognito-idp.cn-north-1.amazonaws.com/cn-north-1_AbCdEf123',
      'http://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123',
      'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123/',
    ])
      expect(userPoolOfIssuer(issuer), issuer).to.equal(undefined);
    expect(isSameIssuer('https://a.example.com', 'https://a.example.com')).to.equal(true);
    expect(isSameIssuer('https://a.example.com', 'https://b.example.com')).to.equal(false);
  });
});
