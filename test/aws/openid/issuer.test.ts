import { expect } from 'chai';
import { parseIamIssuer, parseIssuer } from '../../../src/aws/openid/issuer.js';
import { Problem } from '../../../src/core/problem.js';

describe('the address of an OpenID provider', () => {
  for (const [given, issuer] of [
    ['login.example.com', 'https://login.example.com'],
    ['https://login.example.com/', 'https://login.example.com/'],
    ['HTTPS://Login.Example.COM/Tenant/', 'https://login.example.com/Tenant/'],
    ['https://login.example.com:443/x', 'https://login.example.com/x'],
    ['https://login.example.com:8443', 'https://login.example.com:8443'],
    ['https://login.example.com./x', 'https://login.example.com/x'],
    ['https://login.example.com/a%20b/%C3%BC', 'https://login.example.com/a%20b/%C3%BC'],
    ['https://b\u00fccher.example', 'https://xn--bcher-kva.example'],
    ['https://login.example.com/x/.well-known/oauth-authorization-server', 'https://login.example.com/x'],
    ['https://login.example.com/.well-known/openid-configuration?a=b', 'https://login.example.com'],
    ['arn:aws:iam::111122223333:oidc-provider/login.example.com/x/', 'https://login.example.com/x/'],
    ['arn:aws-us-gov:iam::111122223333:oidc-provider/acme.eu.auth0.com/', 'https://acme.eu.auth0.com/'],
    ['ACME.eu.auth0.com', 'https://acme.eu.auth0.com/'],
    [
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC/',
      'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC',
    ],
    [
      'Issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC/.well-known/jwks.json',
      'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC',
    ],
    ['http://localhost:8080/realms/x', 'http://localhost:8080/realms/x'],
  ] as const)
    it(`is written as everybody compares it: ${given}`, () => {
      expect(parseIssuer(given)).to.equal(issuer);
    });

  for (const given of [
    'https://user:pw@login.example.com',
    'https://login.example.com/a b',
    'https://login.example.com/a\tb',
    'https://login.example.com/\u0007',
    'https://login.example.com/?a=b',
    'https://login.example.com/#a',
    'http://login.example.com',
    'arn:aws:iam::111122223333:saml-provider/Corp',
    'word',
    'ana@example.com',
  ])
    it(`is refused: ${JSON.stringify(given)}`, () => {
      expect(() => parseIssuer(given)).to.throw(Problem);
    });

  it('has no port, and https alone, where IAM is to know it', () => {
    expect(parseIamIssuer('HTTPS://login.example.com:443/x')).to.equal('https://login.example.com/x');
    for (const given of ['https://login.example.com:8443', 'http://localhost:8080', 'http://localhost'])
      expect(() => parseIamIssuer(given), given).to.throw(/https only, and none whose address has a port/);
    expect(() => parseIamIssuer(`https://login.example.com/${'a'.repeat(230)}`)).to.throw(/255 characters/);
  });
});
