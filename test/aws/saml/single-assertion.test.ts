import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import type { Document, Element } from '@xmldom/xmldom';
import { expect } from 'chai';
import { everyElement } from '../../../src/aws/saml/xml-document.js';
import { readSamlResponse } from '../../../src/aws/saml/response.js';
import { SandboxClock } from '../../sandbox/clock.js';
import { IdentityProvider } from '../../sandbox/saml/identity-provider.js';
import { newId } from '../../sandbox/saml/response-xml.js';
import { verifiedXml } from '../../sandbox/saml/signature.js';
import { problemOf } from '../../helpers/problem.js';
import { fc } from '../../helpers/random.js';

const evil = 'arn:aws:iam::999999999999:role/Evil';
const good = 'arn:aws:iam::111122223333:role/Developer,arn:aws:iam::111122223333:saml-provider/Corp';

/** The attacks of "On Breaking SAML: Be Whoever You Want to Be" (Somorovsky et al., 2012), and relatives. */
describe('an assertion beside the signed one', () => {
  let certificate: string;
  let signed: string;
  let assertion: string;
  let signature: string;
  /** The same assertion with another role, another ID and no signature. */
  let twin: string;
  before(async () => {
    const idp = await IdentityProvider.create('sso.idp.example', new SandboxClock());
    certificate = idp.certificate;
    signed = await idp.responseXml({ roles: [good] });
    assertion = /<saml:Assertion .*<\/saml:Assertion>/s.exec(signed)?.[0] ?? '';
    signature = /<ds:Signature .*<\/ds:Signature>/s.exec(assertion)?.[0] ?? '';
    twin = assertion
      .replace(signature, '')
      .replace(/ ID="[^"]+"/, ` ID="${newId()}"`)
      .replace(good, `${evil},arn:aws:iam::999999999999:saml-provider/Evil`);
  });

  const refusal = (xml: string): string => {
    expect(xml, 'the attack is there').to.not.equal(signed);
    return problemOf(() => readSamlResponse(Buffer.from(xml).toString('base64'))).message;
  };
  const inResponse = (content: string): string => signed.replace(assertion, content);

  it('is there to be found: the untouched response is read', () => {
    expect(readSamlResponse(signed).roles.map(({ roleArn }) => roleArn)).to.deep.equal([
      'arn:aws:iam::111122223333:role/Developer',
    ]);
    expect(twin).to.include(evil);
  });

  it('is refused in front of it and behind it', () => {
    expect(refusal(inResponse(twin + assertion))).to.include('more than one assertion');
    expect(refusal(inResponse(assertion + twin))).to.include('more than one assertion');
  });

  it('is refused around it', () => {
    expect(refusal(inResponse(twin.replace('</saml:Assertion>', `${assertion}</saml:Assertion>`)))).to.include(
      'more than one assertion',
    );
    expect(
      refusal(
        inResponse(
          twin.replace(
            '<saml:Subject>',
            `${signature.replace('</ds:Signature>', `<ds:Object>${assertion}</ds:Object></ds:Signature>`)}<saml:Subject>`,
          ),
        ),
      ),
    ).to.include('more than one assertion');
  });

  it('is refused inside it', () => {
    expect(
      refusal(inResponse(assertion.replace('</ds:Signature>', `<ds:Object>${twin}</ds:Object></ds:Signature>`))),
    ).to.include('more than one assertion');
  });

  it('is refused with the signed one hidden in extensions, or in a namespace of its own', () => {
    expect(refusal(inResponse(`<samlp:Extensions>${assertion}</samlp:Extensions>${twin}`))).to.include(
      'more than one assertion',
    );
    expect(refusal(inResponse(`${twin}<x:Assertion xmlns:x="urn:x">${signature}</x:Assertion>`))).to.include(
      'more than one assertion',
    );
  });

  it('is refused when the whole response was wrapped into another', () => {
    expect(refusal(inResponse(`<samlp:Extensions>${signed}</samlp:Extensions>${twin}`))).to.include(
      'more than one assertion',
    );
    expect(refusal(signed.replace('</samlp:Response>', '<samlp:Response/></samlp:Response>'))).to.include(
      'more than one assertion',
    );
  });

  it('is refused without a signature', () => {
    expect(refusal(inResponse(twin))).to.include('not signed');
    expect(refusal(signed.replace(signature, ''))).to.include('not signed');
  });

  it('is refused with a signature over something else', () => {
    expect(refusal(inResponse(twin.replace('<saml:Subject>', `${signature}<saml:Subject>`)))).to.include(
      'covers something else',
    );
    expect(refusal(signed.replace(/URI="#[^"]+"/, 'URI=""'))).to.include('covers something else');
    expect(refusal(signed.replace(/<ds:Reference .*<\/ds:Reference>/s, '$&$&'))).to.include('covers something else');
    expect(refusal(signed.replace(signature, signature + signature))).to.include('covers something else');
    expect(
      refusal(signed.replace('</samlp:Status>', `</samlp:Status><samlp:Extensions>${signature}</samlp:Extensions>`)),
    ).to.include('covers something else');
  });

  it('is refused with a transform that could pick out a part', () => {
    for (const algorithm of [
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      'http://www.w3.org/2002/06/xmldsig-filter2',
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
      '',
    ]) {
      expect(
        refusal(signed.replace(/<ds:Transform Algorithm="[^"]+"/, `<ds:Transform Algorithm="${algorithm}"`)),
        algorithm,
      ).to.include('covers something else');
    }
  });

  it('is refused with an empty signature', () => {
    expect(refusal(signed.replace(/<ds:SignatureValue>[^<]+/, '<ds:SignatureValue>'))).to.include(
      'covers something else',
    );
    expect(refusal(signed.replace(/<ds:DigestValue>[^<]+/, '<ds:DigestValue>'))).to.include('covers something else');
  });

  it('is refused with an identifier that something else has, too', () => {
    const id = / ID="([^"]+)"/.exec(assertion)?.[1] ?? '';
    for (const attribute of ['ID', 'Id', 'id', 'xml:id']) {
      expect(
        refusal(signed.replace('<samlp:StatusCode', `<samlp:StatusCode ${attribute}="${id}"`)),
        attribute,
      ).to.include('same identifier');
    }
  });

  it('is refused when it stands alone, or is a request', () => {
    expect(refusal(assertion)).to.include('assertion alone');
    expect(refusal('<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_1"/>')).to.include(
      'SAMLRequest',
    );
  });

  it('never lends its roles to what the signature covers, however the two are arranged', () => {
    const step = fc.record({
      from: fc.nat(60),
      to: fc.nat(60),
      kind: fc.constantFrom('move', 'copy', 'twin', 'sign'),
      front: fc.boolean(),
    });
    let [accepted, read] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 4 }), (steps) => {
        const document = new DOMParser().parseFromString(signed, 'text/xml');
        for (const { from, to, kind, front } of steps)
          rearrange(document, { from, to, kind, front }, { twin, signature });
        const xml = new XMLSerializer().serializeToString(document);
        const roles = rolesOf(xml);
        if (roles.length === 0) return;
        read += 1;
        const covered = /<ds:Signature .*?<\/ds:Signature>/s.exec(xml);
        const genuine = covered === null ? undefined : verifiedXml(xml, covered[0], [certificate]);
        if (genuine === undefined) return;
        accepted += 1;
        for (const role of roles) expect(genuine).to.include(role);
      }),
      { numRuns: 500 },
    );
    expect(read, 'arrangements that were read').to.be.above(10);
    expect(accepted, 'arrangements that AWS would take').to.be.above(5);
  });

  it("is refused when it is not in SAML's namespace", () => {
    expect(
      refusal(signed.replaceAll('urn:oasis:names:tc:SAML:2.0:assertion', 'urn:oasis:names:tc:SAML:1.0:assertion')),
    ).to.include('not where it belongs');
  });
});

function rolesOf(xml: string): readonly string[] {
  try {
    return readSamlResponse(Buffer.from(xml).toString('base64')).roles.map(({ roleArn }) => roleArn);
  } catch (error) {
    expect(error).to.have.property('kind', 'usage');
    return [];
  }
}

/** Moves or copies some element to some place, or puts the unsigned twin or the signature there. */
function rearrange(
  document: Document,
  step: { from: number; to: number; kind: string; front: boolean },
  pieces: { twin: string; signature: string },
): void {
  const all = document.documentElement === null ? [] : everyElement(document.documentElement);
  const [from, to] = [all[step.from % all.length], all[step.to % all.length]];
  if (from === undefined || to === undefined) return;
  const fresh = { twin: pieces.twin, sign: pieces.signature }[step.kind];
  to.insertBefore(
    fresh === undefined ? from.cloneNode(true) : document.importNode(parsedPiece(fresh), true),
    step.front ? to.firstChild : null,
  );
  if (step.kind === 'move' && from.parentNode?.nodeType === 1) from.parentNode.removeChild(from);
}

function parsedPiece(xml: string): Element {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('no element');
  return root;
}
