import type { SandboxClock } from '../clock.js';
import { escapeXml } from '../wire/xml.js';
import { keyAndCertificate, withoutArmour, type KeyAndCertificate } from './certificate.js';
import { encryptedAssertion } from './encryption.js';
import { assertionXml, responseXml, type ResponseFacts } from './response-xml.js';
import { signXml } from './signature.js';

/** What a response shall be like, where it is not the usual one. */
export interface ResponseOptions extends Partial<ResponseFacts> {
  /** What is signed; the assertion unless told. */
  readonly sign?: 'assertion' | 'response' | 'both' | 'none';
  /** The party that alone shall be able to read the assertion. */
  readonly encryptFor?: Pick<KeyAndCertificate, 'publicKey' | 'certificate'>;
}

/** Somebody who can sign in. */
export interface Person {
  readonly password: string;
  /** Values of the Role attribute. */
  readonly roles: readonly string[];
}

const minute = 60_000;

/** A company's identity provider: its key, its people, and how it words its responses. */
export class IdentityProvider {
  readonly entityId: string;
  readonly people = new Map<string, Person>();
  /** Who is signed in: session cookie → name. */
  readonly sessions = new Map<string, string>();
  /** Where responses are posted. */
  endpoint = 'https://signin.aws.amazon.com/saml';
  /** Changes to the usual response. */
  options: ResponseOptions = {};
  /** What somebody at the browser types into the sign-in page; undefined: nobody is there. */
  typing: { readonly name: string; readonly password: string } | undefined;

  private constructor(
    readonly host: string,
    private readonly keys: KeyAndCertificate,
    private readonly clock: SandboxClock,
  ) {
    this.entityId = `https://${host}/metadata`;
  }

  /** Makes one with a fresh key. */
  static async create(host: string, clock: SandboxClock): Promise<IdentityProvider> {
    return new IdentityProvider(host, await keyAndCertificate(host), clock);
  }

  /** The address of the AWS tile in the company's portal. */
  get signInUrl(): string {
    return `https://${this.host}/apps/aws`;
  }

  /** The certificate that its signatures are checked with, in PEM. */
  get certificate(): string {
    return this.keys.certificate;
  }

  /** What an administrator uploads to IAM. Source: SAML metadata 2.0, section 2.4.3. */
  get metadata(): string {
    return (
      '<?xml version="1.0" encoding="UTF-8"?><md:EntityDescriptor ' +
      'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ' +
      `entityID="${escapeXml(this.entityId)}"><md:IDPSSODescriptor ` +
      'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor ' +
      'use="signing"><ds:KeyInfo ' +
      `xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${withoutArmour(this.keys.certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:SingleSignOnService ` +
      'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" ' +
      `Location="https://${this.host}/sso"/></md:IDPSSODescriptor></md:EntityDescriptor>`
    );
  }

  person(name: string, password: string, roles: readonly string[]): void {
    this.people.set(name, { password, roles });
  }

  /** A response in base64, as the browser posts it. */
  async response(options: ResponseOptions = {}): Promise<string> {
    return Buffer.from(await this.responseXml(options)).toString('base64');
  }

  async responseXml(options: ResponseOptions = {}): Promise<string> {
    const { sign = 'assertion', encryptFor, ...changes } = { ...this.options, ...options };
    const facts = { ...this.#usual(changes.issuedAt ?? this.clock.now()), ...changes };
    const bare = assertionXml(facts);
    const assertion = sign === 'assertion' || sign === 'both' ? this.#signedAssertion(facts, bare) : bare;
    const whole = responseXml(facts, encryptFor ? await encryptedAssertion(assertion, encryptFor) : assertion);
    return sign === 'response' || sign === 'both' ? signXml(whole, 'Response', this.keys) : whole;
  }

  #usual(issuedAt: Date): ResponseFacts {
    return {
      issuer: this.entityId,
      issuedAt,
      nameId: 'ana',
      roles: [],
      sessionName: 'ana@example.com',
      sessionDuration: null,
      recipient: this.endpoint,
      destination: this.endpoint,
      audience: 'urn:amazon:webservices',
      notBefore: new Date(issuedAt.getTime() - minute),
      notOnOrAfter: new Date(issuedAt.getTime() + 5 * minute),
      sessionNotOnOrAfter: null,
      attributes: {},
      status: 'Success',
    };
  }

  /** Signed inside its response, so that the namespaces around it are those that will be there. */
  #signedAssertion(facts: ResponseFacts, assertion: string): string {
    const signed = signXml(responseXml(facts, assertion), 'Assertion', this.keys);
    return signed.slice(
      signed.indexOf('<saml:Assertion'),
      signed.lastIndexOf('</saml:Assertion>') + '</saml:Assertion>'.length,
    );
  }
}
