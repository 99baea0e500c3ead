import { expect } from 'chai';
import { parseKeysBlock } from '../../src/aws/credential-formats/keys-block.js';
import { parseProcessOutput } from '../../src/aws/credential-formats/process-output.js';
import { readSamlResponse } from '../../src/aws/saml/response.js';
import { readToken } from '../../src/aws/openid/read-token.js';
import { describeToken } from '../../src/aws/openid/tokens.js';
import { plainText } from '../../src/core/advice/say.js';
import { Problem } from '../../src/core/problem.js';
import { jwt, jwtPart } from '../helpers/jwt.js';
import { SandboxClock } from '../sandbox/clock.js';
import { IdentityProvider } from '../sandbox/saml/identity-provider.js';
import { fc } from '../helpers/random.js';

const control = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/;

/** Runs a parser on hostile text: it gives something or refuses in words that are safe to print, and in little time. */
function survives(parse: () => unknown, where: string): unknown {
  const started = performance.now();
  try {
    return parse();
  } catch (error) {
    expect(error, where).to.be.instanceOf(Problem);
    const { message, hint = '' } = error as Problem;
    expect(message + plainText(hint), where).to.not.match(control);
    expect(message.length, where).to.be.lessThan(1200);
    return undefined;
  } finally {
    expect(performance.now() - started, where).to.be.lessThan(15_000);
  }
}

const pieces = [
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '&#27;',
  '&#x9b;',
  '\u001b[2J',
  '\u202e',
  '<saml:Assertion ID="evil"/>',
  '<!-- x -->',
  '<![CDATA[x]]>',
  ']]>',
  '<?xml-stylesheet href="file:///etc/passwd"?>',
  'xmlns:saml="evil"',
  '</saml2:Assertion>',
  '<',
  '>',
  '"',
  '\0',
  '=',
  '%',
  '-_',
  '....',
  'é',
] as const;
const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...pieces), fc.nat(30)), {
  minLength: 1,
  maxLength: 4,
});
const damaged = (text: string, changes: readonly (readonly [number, string, number])[]): string =>
  changes.reduce(
    (current, [at, piece, cut]) =>
      current.slice(0, Math.floor(at * current.length)) + piece + current.slice(Math.floor(at * current.length) + cut),
    text,
  );

describe('hostile documents', function () {
  this.timeout(180_000);
  let response: string;
  before(async () => {
    const idp = await IdentityProvider.create('sso.idp.example', new SandboxClock());
    response = await idp.response({
      roles: ['arn:aws:iam::111122223333:role/Developer,arn:aws:iam::111122223333:saml-provider/Corp'],
    });
  });

  it('such as damaged SAML responses are read or refused, and no role but the true one comes out whole', () => {
    const xml = Buffer.from(response, 'base64').toString('utf8');
    fc.assert(
      fc.property(damage, fc.boolean(), (changes, inside) => {
        const text = inside
          ? Buffer.from(damaged(xml, changes), 'utf8').toString('base64')
          : damaged(response, changes);
        const read = survives(() => readSamlResponse(text), JSON.stringify(changes)) as
          ReturnType<typeof readSamlResponse> | undefined;
        for (const { roleArn } of read?.roles ?? [])
          expect(roleArn).to.match(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/);
      }),
      { numRuns: 1500 },
    );
  });

  it('such as damaged tokens are described or refused', () => {
    const token = jwt({ iss: 'https://login.example.com', aud: ['a', 'b'], exp: 1, sub: 'me' });
    fc.assert(
      fc.property(damage, fc.string({ unit: 'binary', maxLength: 60 }), (changes, noise) => {
        for (const text of [
          damaged(token, changes),
          noise,
          `${noise}.${noise}.${noise}`,
          `${jwtPart({ [noise]: noise })}.${Buffer.from(noise).toString('base64url')}.x`,
        ]) {
          survives(() => describeToken(readToken(text)), JSON.stringify(text));
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('such as damaged blocks of keys, and answers of commands, are read or refused', () => {
    const block = 'export AWS_ACCESS_KEY_ID=ASIAX\nexport AWS_SECRET_ACCESS_KEY=s\nexport AWS_SESSION_TOKEN=t\n';
    const json =
      '{"Version":1,"AccessKeyId":"ASIAX","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-11-23T12:00:00Z"}';
    fc.assert(
      fc.property(damage, fc.string({ unit: 'binary', maxLength: 60 }), (changes, noise) => {
        for (const text of [damaged(block, changes), damaged(json, changes), noise]) {
          survives(() => parseKeysBlock(text), JSON.stringify(text));
          survives(() => parseProcessOutput(text, new Date(0)), JSON.stringify(text));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
