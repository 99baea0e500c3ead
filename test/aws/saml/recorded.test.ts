import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect } from 'chai';
import { doubts, refuseForeign } from '../../../src/aws/saml/check-response.js';
import { readSamlResponse } from '../../../src/aws/saml/response.js';
import { SandboxClock } from '../../sandbox/clock.js';
import { keyAndCertificate } from '../../sandbox/saml/certificate.js';
import { IdentityProvider } from '../../sandbox/saml/identity-provider.js';
import { signXml } from '../../sandbox/saml/signature.js';

const roles = ['Developer', 'ReadOnly'].map((name) => ({
  roleArn: `arn:aws:iam::111122223333:role/${name}`,
  principalArn: 'arn:aws:iam::111122223333:saml-provider/Corp',
}));

/** Written down by the scripts in test/interop. */
describe('a response of a real identity provider', () => {
  for (const [name, issuer] of [
    ['keycloak-26.5', /^http:\/\/localhost:\d+\/realms\/corp$/],
    ['simplesamlphp-1.19', /^https:\/\/simplesamlphp\.example\/idp$/],
  ] as const) {
    it(`is read as ${name} words it`, async () => {
      const response = readSamlResponse(
        await readFile(resolve(import.meta.dirname, '..', '..', 'data', 'saml', `${name}.txt`), 'utf8'),
      );
      refuseForeign(response);
      expect(response.issuer).to.match(issuer);
      expect([...response.roles].sort((one, other) => one.roleArn.localeCompare(other.roleArn))).to.deep.equal(roles);
      expect(response).to.deep.include({
        recipient: 'https://signin.aws.amazon.com/saml',
        audiences: ['urn:amazon:webservices'],
        sessionName: 'ana@example.com',
        sessionDuration: 7200,
        unreadableRoles: 0,
        encrypted: false,
      });
      const { issuedAt, notOnOrAfter } = response;
      expect(issuedAt).to.be.instanceOf(Date);
      expect(Number(notOnOrAfter)).to.be.above(Number(issuedAt));
      expect(doubts(response, { here: issuedAt ?? new Date(0), aws: undefined })).to.deep.equal([]);
    });
  }

  it('is read without prefixes, as Microsoft Entra ID words it', async () => {
    const [idp, keys] = await Promise.all([
      IdentityProvider.create('sso.idp.example', new SandboxClock()),
      keyAndCertificate('entra'),
    ]);
    const pairs = roles.map(({ roleArn, principalArn }) => `${roleArn},${principalArn}`);
    const bare = (await idp.responseXml({ roles: pairs, sign: 'none' }))
      .replaceAll('<saml:', '<')
      .replaceAll('</saml:', '</')
      .replaceAll('xmlns:saml=', 'xmlns=');
    expect(readSamlResponse(signXml(bare, 'Assertion', keys)).roles).to.deep.equal(roles);
  });

  it('is read with other prefixes and a signed response, as Google and Okta word it', async () => {
    const [idp, keys] = await Promise.all([
      IdentityProvider.create('sso.idp.example', new SandboxClock()),
      keyAndCertificate('okta'),
    ]);
    const other = (
      await idp.responseXml({
        roles: roles.map(({ roleArn, principalArn }) => `${principalArn}, ${roleArn}`),
        sign: 'none',
      })
    )
      .replaceAll('samlp:', 'saml2p:')
      .replaceAll('saml:', 'saml2:')
      .replaceAll(':samlp=', ':saml2p=')
      .replaceAll(':saml=', ':saml2=');
    expect(
      readSamlResponse(signXml(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n${other}`, 'Response', keys))
        .roles,
    ).to.deep.equal(roles);
  });
});
