import { decrypt, encrypt } from 'xml-encryption';
import type { KeyAndCertificate } from './certificate.js';

/** An assertion that only the holder of this certificate's key can read. Source: SAML core 2.0, section 2.3.4. */
export function encryptedAssertion(
  assertion: string,
  { publicKey, certificate }: Pick<KeyAndCertificate, 'publicKey' | 'certificate'>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    encrypt(
      assertion,
      {
        rsa_pub: publicKey,
        pem: certificate,
        encryptionAlgorithm: 'http://www.w3.org/2009/xmlenc11#aes256-gcm',
        keyEncryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
      },
      (error, data) => {
        if (error) reject(error);
        else
          resolve(
            '<saml:EncryptedAssertion ' +
              `xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${data}</saml:EncryptedAssertion>`,
          );
      },
    );
  });
}

/** The assertion in an `EncryptedData` element. */
export function decryptedAssertion(data: string, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    decrypt(data, { key }, (error, assertion) => {
      if (error) reject(error);
      else resolve(assertion);
    });
  });
}
