import { SignedXml } from 'xml-crypto';
import type { KeyAndCertificate } from './certificate.js';

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** Signs the response or the assertion in it, as SAML core 2.0, section 5.4 wants it: behind its Issuer. */
export function signXml(xml: string, part: 'Response' | 'Assertion', { key, certificate }: KeyAndCertificate): string {
  const path = part === 'Response' ? '/*' : '/*/*[local-name(.)="Assertion"]';
  const signer = new SignedXml({
    privateKey: key,
    publicCert: certificate,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: exclusive,
  });
  signer.addReference({
    xpath: path,
    transforms: [enveloped, exclusive],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signer.computeSignature(xml, {
    prefix: 'ds',
    location: { reference: `${path}/*[local-name(.)="Issuer"]`, action: 'after' },
  });
  return signer.getSignedXml();
}

/**
 * Checks one signature with a certificate that is already trusted; what the signature itself brings is not looked at.
 * @returns the canonical XML of what it covers, and nothing else counts; undefined when it does not hold
 */
export function verifiedXml(xml: string, signature: string, certificates: readonly string[]): string | undefined {
  for (const certificate of certificates) {
    const checker = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
    try {
      checker.loadSignature(signature);
      if (checker.checkSignature(xml)) return checker.getSignedReferences()[0];
    } catch {
      continue;
    }
  }
  return undefined;
}
