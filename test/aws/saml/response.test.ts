import { expect } from 'chai';
import { readSamlResponse } from '../../../src/aws/saml/response.js';
import { SandboxClock } from '../../sandbox/clock.js';
import { keyAndCertificate } from '../../sandbox/saml/certificate.js';
import { IdentityProvider } from '../../sandbox/saml/identity-provider.js';
import { problemOf } from '../../helpers/problem.js';
import { fc } from '../../helpers/random.js';

const provider = 'arn:aws:iam::111122223333:saml-provider/Corp';
const pair = (role: string, account = '111122223333'): string =>
  `arn:aws:iam::${account}:role/${role},arn:aws:iam::${account}:saml-provider/Corp`;
const issuedAt = new Date('2026-11-23T12:34:56Z');

describe('a SAML response', () => {
  let idp: IdentityProvider;
  before(async () => {
    idp = await IdentityProvider.create('sso.idp.example', new SandboxClock());
  });

  const read = async (options: Parameters<IdentityProvider['response']>[0] = {}) =>
    readSamlResponse(await idp.response({ roles: [pair('Developer')], issuedAt, ...options }));

  it('says who made it for whom, and how long it counts', async () => {
    const response = await read({ sessionDuration: '7200', sessionNotOnOrAfter: new Date('2026-11-23T20:34:56Z') });
    expect(response).to.deep.include({
      encrypted: false,
      issuer: 'https://sso.idp.example/metadata',
      recipient: 'https://signin.aws.amazon.com/saml',
      audiences: ['urn:amazon:webservices'],
      issuedAt,
      notBefore: new Date('2026-11-23T12:33:56Z'),
      notOnOrAfter: new Date('2026-11-23T12:39:56Z'),
      sessionEnds: new Date('2026-11-23T20:34:56Z'),
      sessionName: 'ana@example.com',
      sessionDuration: 7200,
      roles: [{ roleArn: 'arn:aws:iam::111122223333:role/Developer', principalArn: provider }],
      unreadableRoles: 0,
    });
  });

  it('keeps what is sent to AWS to itself', async () => {
    const response = await read();
    expect(JSON.stringify(response)).to.not.include(response.assertion.reveal().slice(0, 40));
    expect(response.assertion.reveal()).to.match(/^[A-Za-z0-9+/]+=*$/);
  });

  it('may name a hundred roles in several accounts, each once', async () => {
    const roles = Array.from({ length: 100 }, (_, index) =>
      pair(`team/Role${index}`, String(111122223333 + (index % 7))),
    );
    const response = await read({ roles: [...roles, ...roles.slice(0, 5)] });
    expect(response.roles).to.have.length(100);
    expect(response.roles[99]?.roleArn).to.equal('arn:aws:iam::111122223334:role/team/Role99');
  });

  it('counts roles that cannot be read', async () => {
    const response = await read({ roles: [pair('Developer'), 'Developer', ''] });
    expect(response.roles).to.have.length(1);
    expect(response.unreadableRoles).to.equal(2);
  });

  it('may leave out what AWS does not need', async () => {
    const response = await read({
      sessionName: null,
      nameId: null,
      destination: null,
      audience: null,
      notBefore: null,
      notOnOrAfter: null,
    });
    expect(response).to.deep.include({
      recipient: undefined,
      sessionName: undefined,
      audiences: [],
      notBefore: undefined,
      notOnOrAfter: undefined,
      sessionDuration: undefined,
    });
  });

  it('is made out for its destination where the assertion names no recipient', async () => {
    expect(
      (await read({ recipient: null, destination: 'https://eu-west-1.signin.aws.amazon.com/saml' })).recipient,
    ).to.equal('https://eu-west-1.signin.aws.amazon.com/saml');
  });

  it('has a session duration between 15 minutes and 12 hours, or none', async () => {
    for (const sessionDuration of ['899', '43201', 'soon', '', '-3600', '1e4'])
      expect((await read({ sessionDuration })).sessionDuration, sessionDuration).to.equal(undefined);
    expect((await read({ sessionDuration: '900' })).sessionDuration).to.equal(900);
  });

  for (const sign of ['assertion', 'response', 'both'] as const) {
    it(`may be signed on the ${sign === 'both' ? 'response and on the assertion' : sign}`, async () => {
      expect((await read({ sign })).roles).to.have.length(1);
    });
  }

  it('that is encrypted shows its envelope only', async () => {
    const response = await read({ encryptFor: await keyAndCertificate('aws') });
    expect(response).to.deep.include({
      encrypted: true,
      roles: [],
      recipient: 'https://signin.aws.amazon.com/saml',
      issuedAt,
      sessionName: undefined,
    });
  });

  it('that says no is said to say no', async () => {
    const xml = await idp.responseXml({ roles: [], status: 'Responder', issuedAt });
    const reason = xml.replace(
      /(<samlp:StatusCode[^>]*\/>)/,
      '$1<samlp:StatusMessage>Not assigned\u001b[2J</samlp:StatusMessage>',
    );
    expect(problemOf(() => readSamlResponse(reason)).message).to.equal(
      'Your identity provider refused the sign-in: Not assigned\\x1b[2J',
    );
    expect(problemOf(() => readSamlResponse(xml)).message).to.include('urn:oasis:names:tc:SAML:2.0:status:Responder');
  });

  it('reads a role whose name an attacker cut in two with a comment as it was signed', async () => {
    const xml = await idp.responseXml({ roles: [pair('Developer-guest')], issuedAt });
    const { roles } = readSamlResponse(xml.replace('Developer-guest', 'Developer<!-- -->-guest'));
    expect(roles[0]?.roleArn).to.equal('arn:aws:iam::111122223333:role/Developer-guest');
  });

  for (const [what, bytes] of [
    ['random bytes', Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 151) % 256))],
    ['UTF-16', Buffer.from('<Response/>'.repeat(20), 'utf16le')],
    ['text', Buffer.from('not XML at all, but long enough to be looked at in earnest by anybody')],
    ['HTML', Buffer.from('<html><body><p>Sign in<br></body></html>'.repeat(3))],
    ['XML of another kind', Buffer.from(`<feed xmlns="http://www.w3.org/2005/Atom">${'x'.repeat(100)}</feed>`)],
    [
      'a SAML 1.1 response',
      Buffer.from(`<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol">${'x'.repeat(100)}</Response>`),
    ],
  ] as const) {
    it(`is not ${what}`, () => {
      const problem = problemOf(() => readSamlResponse(bytes.toString('base64')));
      expect(problem.kind).to.equal('usage');
    });
  }

  it('is not cut off', async () => {
    const whole = await idp.response({ roles: [pair('Developer')] });
    expect(problemOf(() => readSamlResponse(whole.slice(0, 2000))).message).to.include('cut off');
  });

  it('declares no document type, whatever it would expand to', async () => {
    const xml = await idp.responseXml({ roles: [pair('Developer')] });
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY ' +
      'f SYSTEM "file:///etc/passwd">]>';
    for (const hostile of [
      `${bomb}${xml}`,
      `<?xml version="1.0"?>${bomb}${xml}`,
      xml.replace('</samlp:Status>', '&f;</samlp:Status>'),
    ]) {
      expect(problemOf(() => readSamlResponse(Buffer.from(hostile).toString('base64'))).message).to.include(
        'no XML that can be trusted',
      );
    }
  });

  it('may be nested as deep as 75,000 bytes allow without harm', () => {
    const deep =
      '<samlp:Response ' +
      `xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</samlp:Response>`;
    expect(problemOf(() => readSamlResponse(Buffer.from(deep).toString('base64'))).message).to.include('no assertion');
  });

  it('never breaks the reader, however it is damaged', async () => {
    const xml = await idp.responseXml({ roles: [pair('Developer')], issuedAt });
    const scrap = fc.constantFrom(
      '',
      '<',
      '>',
      '"',
      '&amp;',
      '&',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      'saml:',
      'samlp:',
      'Assertion',
      '</saml:Assertion>',
      'ID=',
      '<x>',
      '\u0000',
      'arn:aws:iam::999999999999:role/Evil',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(xml.length), fc.nat(40), scrap), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const damaged = changes.reduce(
            (text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length),
            xml,
          );
          try {
            readSamlResponse(Buffer.from(damaged).toString('base64'));
          } catch (error) {
            expect(error).to.have.property('kind', 'usage');
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
