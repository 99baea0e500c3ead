import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const;

/** A private key with a certificate that it signed itself: all that SAML's parties know each other by. */
export interface KeyAndCertificate {
  /** PEM. */
  readonly key: string;
  readonly publicKey: string;
  readonly certificate: string;
}

/** Makes one, good from a day ago for a year. */
export async function keyAndCertificate(name: string): Promise<KeyAndCertificate> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const day = 86_400_000;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=${name}`,
      keys,
      notBefore: new Date(Date.now() - day),
      notAfter: new Date(Date.now() + 365 * day),
      signingAlgorithm: algorithm,
    },
    webcrypto,
  );
  const [key, publicKey] = await Promise.all([
    webcrypto.subtle.exportKey('pkcs8', keys.privateKey),
    webcrypto.subtle.exportKey('spki', keys.publicKey),
  ]);
  return {
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    publicKey: x509.PemConverter.encode(publicKey, 'PUBLIC KEY'),
    certificate: certificate.toString('pem'),
  };
}

/** The base64 inside a PEM, as XML holds certificates. */
export function withoutArmour(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, '');
}
