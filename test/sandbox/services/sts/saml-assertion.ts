import { DOMParser, XMLSerializer, type Element } from '@xmldom/xmldom';
import { decryptedAssertion } from '../../saml/encryption.js';
import { verifiedXml } from '../../saml/signature.js';
import { ServiceError } from '../../wire/service-error.js';
import type { SamlProvider } from '../../aws/saml-provider.js';

/** What a response says, once its signature is known to be the provider's. */
export interface VerifiedAssertion {
  readonly issuer: string;
  readonly nameId: { readonly value: string; readonly type: string } | undefined;
  readonly recipient: string;
  readonly audiences: readonly string[];
  readonly issuedAt: Date;
  /** Undefined where the response names none. */
  readonly notBefore: Date | undefined;
  readonly notOnOrAfter: Date | undefined;
  readonly sessionNotOnOrAfter: Date | undefined;
  values(attribute: string): readonly string[];
}

const signatureNamespace = 'http://www.w3.org/2000/09/xmldsig#';

/**
 * Reads a response and checks its signature against the provider's metadata; only what the signature covers is read.
 * Words and codes: IAM user guide, "Troubleshoot SAML federation with IAM"; the others as AWS has been seen to answer.
 */
export async function verifiedAssertion(base64: string, provider: SamlProvider): Promise<VerifiedAssertion> {
  const xml = Buffer.from(base64, 'base64').toString('utf8');
  const root = /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? parsed(xml) : undefined;
  if (root?.localName !== 'Response') throw invalid('Invalid base64 SAMLResponse');
  if (issuerOf(root) !== provider.entityId) throw invalid('Issuer not present in specified provider');
  const covered = (await coveredXml(root, xml, provider)).map(parsed);
  const assertion = covered.flatMap((element) =>
    element?.localName === 'Assertion' ? [element] : named(element, 'Assertion'),
  )[0];
  if (assertion === undefined) throw invalid('Response signature invalid');
  if (issuerOf(assertion) !== provider.entityId) throw invalid('Issuer not present in specified provider');
  return read(assertion);
}

/** Everything in the response that a valid signature covers, decrypted where it has to be. */
async function coveredXml(root: Element, xml: string, provider: SamlProvider): Promise<readonly string[]> {
  const whole = signatureIn(root, xml, provider);
  const inside = named(root, 'Assertion')[0];
  if (inside !== undefined) return [whole, signatureIn(inside, xml, provider)].filter((part) => part !== undefined);
  const data = root.getElementsByTagNameNS('http://www.w3.org/2001/04/xmlenc#', 'EncryptedData')[0];
  if (data === undefined || provider.decryptionKey === undefined) throw invalid('Unable to decrypt assertion');
  const assertion = await decryptedAssertion(
    new XMLSerializer().serializeToString(data),
    provider.decryptionKey.key,
  ).catch(() => {
    throw invalid('Unable to decrypt assertion');
  });
  const own = signatureIn(parsed(assertion), assertion, provider);
  return whole === undefined ? [own].filter((part) => part !== undefined) : [assertion];
}

function signatureIn(element: Element | undefined, xml: string, provider: SamlProvider): string | undefined {
  const signature = Array.from(element?.childNodes ?? []).find(
    (node) => node.namespaceURI === signatureNamespace && node.localName === 'Signature',
  );
  if (signature === undefined) return undefined;
  const covered = verifiedXml(xml, new XMLSerializer().serializeToString(signature), provider.certificates);
  if (covered === undefined) throw invalid('Response signature invalid');
  return covered;
}

function read(assertion: Element): VerifiedAssertion {
  const attributes = named(assertion, 'Attribute');
  const nameId = named(assertion, 'NameID')[0];
  const data = named(assertion, 'SubjectConfirmationData')[0];
  const conditions = named(assertion, 'Conditions')[0];
  const ends = [date(conditions, 'NotOnOrAfter'), date(data, 'NotOnOrAfter')].filter((end) => end !== undefined);
  return {
    issuer: issuerOf(assertion) ?? '',
    nameId: nameId && {
      value: (nameId.textContent ?? '').trim(),
      type: (nameId.getAttribute('Format') ?? '').split(':').at(-1) ?? '',
    },
    recipient: data?.getAttribute('Recipient') ?? '',
    audiences: named(assertion, 'Audience').map(({ textContent }) => (textContent ?? '').trim()),
    issuedAt: date(assertion, 'IssueInstant') ?? new Date(0),
    notBefore: date(conditions, 'NotBefore'),
    notOnOrAfter: ends.length === 0 ? undefined : new Date(Math.min(...ends.map(Number))),
    sessionNotOnOrAfter: date(named(assertion, 'AuthnStatement')[0], 'SessionNotOnOrAfter'),
    values: (name) =>
      attributes
        .filter((attribute) => attribute.getAttribute('Name') === name)
        .flatMap((attribute) => named(attribute, 'AttributeValue'))
        .map(({ textContent }) => (textContent ?? '').trim()),
  };
}

function named(element: Element | undefined, name: string): readonly Element[] {
  return Array.from(element?.getElementsByTagNameNS('urn:oasis:names:tc:SAML:2.0:assertion', name) ?? []);
}

function issuerOf(element: Element): string | undefined {
  return Array.from(element.childNodes)
    .find(({ localName }) => localName === 'Issuer')
    ?.textContent?.trim();
}

function date(element: Element | undefined, attribute: string): Date | undefined {
  const text = element?.getAttribute(attribute);
  return text === null || text === undefined ? undefined : new Date(text);
}

function parsed(xml: string): Element | undefined {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml').documentElement ?? undefined;
  } catch {
    return undefined;
  }
}

/** STS passes on what the service behind it said. */
export function invalid(said: string): ServiceError {
  return new ServiceError(
    'InvalidIdentityToken',
    `${said} (Service: AWSOpenIdDiscoveryService; Status Code: 400; Error Code: ` +
      'AuthSamlInvalidSamlResponseException; Request ID: 3fa85f64-5717-4562-b3fc-2c963f66afa6; Proxy: null)',
    400,
  );
}
