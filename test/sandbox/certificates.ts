import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const day = 86_400_000;

/**
 * The sandbox's certificate authority: its certificate for clients to trust, and a certificate for every host asked
 * for.
 */
export class Certificates {
  readonly #leaves = new Map<string, Promise<SecureContext>>();

  private constructor(
    private readonly authority: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
    private readonly leafKeys: webcrypto.CryptoKeyPair,
    private readonly leafKeyPem: string,
  ) {}

  /** Makes an authority with fresh keys, good for a month. */
  static async create(): Promise<Certificates> {
    const [keys, leafKeys] = await Promise.all([generateKeys(), generateKeys()]);
    const authority = await x509.X509CertificateGenerator.createSelfSigned(
      {
        name: 'CN=git-codecommit sandbox CA',
        keys,
        ...lifetime(),
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
      },
      webcrypto,
    );
    const exported = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', leafKeys.privateKey));
    return new Certificates(authority, keys, leafKeys, x509.PemConverter.encode(exported, 'PRIVATE KEY'));
  }

  /** The authority's certificate. */
  get pem(): string {
    return `${this.authority.toString('pem')}\n`;
  }

  /** Key and certificate of a host; made once, all hosts share one key. */
  async contextFor(host: string): Promise<SecureContext> {
    const known = this.#leaves.get(host);
    if (known) return known;
    const made = this.#issue(host).then((cert) => createSecureContext({ key: this.leafKeyPem, cert }));
    this.#leaves.set(host, made);
    return made;
  }

  async #issue(host: string): Promise<string> {
    const certificate = await x509.X509CertificateGenerator.create(
      {
        // A common name holds 64 characters, host names of VPC endpoints are longer.
        subject: `CN=${host.slice(0, 64)}`,
        issuer: this.authority.subject,
        publicKey: this.leafKeys.publicKey,
        signingKey: this.keys.privateKey,
        ...lifetime(),
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }]),
          await x509.AuthorityKeyIdentifierExtension.create(this.keys.publicKey),
        ],
      },
      webcrypto,
    );
    return certificate.toString('pem');
  }
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function lifetime(): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + 30 * day) };
}
