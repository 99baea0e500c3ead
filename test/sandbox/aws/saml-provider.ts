import { DOMParser } from '@xmldom/xmldom';
import { keyAndCertificate, type KeyAndCertificate } from '../saml/certificate.js';
import type { Account } from './account.js';
import type { PolicyDocument } from './policy.js';

/** A SAML identity provider as IAM knows it: made from the metadata that an administrator uploads. */
export class SamlProvider {
  readonly arn: string;
  readonly entityId: string;
  /** PEM. */
  readonly certificates: readonly string[];
  /** Where the provider encrypts: AWS's own key for it. */
  decryptionKey: KeyAndCertificate | undefined;

  constructor(
    readonly account: Account,
    readonly name: string,
    metadata: string,
  ) {
    this.arn = account.arn('iam', `saml-provider/${name}`);
    const root = new DOMParser().parseFromString(metadata, 'text/xml').documentElement;
    this.entityId = root?.getAttribute('entityID') ?? '';
    this.certificates = Array.from(
      root?.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'X509Certificate') ?? [],
      ({ textContent }) => armoured(textContent ?? ''),
    );
  }

  /** Lets the provider encrypt its assertions; gives the certificate it has to use. */
  async allowEncryption(): Promise<KeyAndCertificate> {
    this.decryptionKey ??= await keyAndCertificate('signin.aws.amazon.com');
    return this.decryptionKey;
  }

  /** The trust policy that AWS's console writes for a role behind this provider. */
  trust(audience = 'https://signin.aws.amazon.com/saml'): PolicyDocument {
    return {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { Federated: this.arn },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': audience } },
      },
    };
  }
}

function armoured(base64: string): string {
  return (
    `-----BEGIN CERTIFICATE-----\n${base64.replace(/\s/g, '').replace(/.{64}/g, '$&\n')}\n-----END ` +
    `CERTIFICATE-----\n`
  );
}
