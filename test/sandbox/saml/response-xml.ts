import { randomBytes } from 'node:crypto';
import { isoSeconds } from '../../../src/core/text/time.js';
import { escapeXml } from '../wire/xml.js';

/** What an identity provider puts into a response; null leaves a part out. */
export interface ResponseFacts {
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly nameId: string | null;
  /** Values of the Role attribute, as they are sent. */
  readonly roles: readonly string[];
  readonly sessionName: string | null;
  readonly sessionDuration: string | null;
  readonly recipient: string | null;
  readonly destination: string | null;
  readonly audience: string | null;
  readonly notBefore: Date | null;
  readonly notOnOrAfter: Date | null;
  readonly sessionNotOnOrAfter: Date | null;
  /** Further attributes: name → values. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** The last part of the status code: `Success`, `Responder`. */
  readonly status: string;
}

const attributePrefix = 'https://aws.amazon.com/SAML/Attributes/';

/** An identifier as SAML wants it: no digit in front. */
export function newId(): string {
  return `_${randomBytes(20).toString('hex')}`;
}

/** An unsigned assertion. Source: SAML core 2.0, section 2; IAM user guide, "Configure SAML assertions". */
export function assertionXml(facts: ResponseFacts): string {
  const attributes = {
    ...(facts.roles.length > 0 ? { [`${attributePrefix}Role`]: facts.roles } : {}),
    ...(facts.sessionName === null ? {} : { [`${attributePrefix}RoleSessionName`]: [facts.sessionName] }),
    ...(facts.sessionDuration === null ? {} : { [`${attributePrefix}SessionDuration`]: [facts.sessionDuration] }),
    ...facts.attributes,
  };
  return [
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" ' +
      `ID="${newId()}"${time(' IssueInstant', facts.issuedAt)}>`,
    `<saml:Issuer>${escapeXml(facts.issuer)}</saml:Issuer>`,
    subject(facts),
    `<saml:Conditions${time(' NotBefore', facts.notBefore)}${time(' NotOnOrAfter', facts.notOnOrAfter)}>`,
    facts.audience === null
      ? ''
      : `<saml:AudienceRestriction><saml:Audience>${escapeXml(facts.audience)}</saml:Audience></saml:AudienceRestriction>`,
    '</saml:Conditions>',
    `<saml:AuthnStatement${time(' AuthnInstant', facts.issuedAt)}${time(' SessionNotOnOrAfter', facts.sessionNotOnOrAfter)}><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
    Object.keys(attributes).length === 0
      ? ''
      : `<saml:AttributeStatement>${Object.entries(attributes)
          .map(([name, values]) => attributeXml(name, values))
          .join('')}</saml:AttributeStatement>`,
    '</saml:Assertion>',
  ].join('');
}

/** The response around an assertion, encrypted or not. Source: SAML core 2.0, section 3.3.3. */
export function responseXml(facts: ResponseFacts, assertion: string): string {
  return [
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" Version="2.0" ' +
      `ID="${newId()}"${time(' IssueInstant', facts.issuedAt)}${facts.destination === null ? '' : ` Destination="${escapeXml(facts.destination)}"`}>`,
    `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(facts.issuer)}</saml:Issuer>`,
    `<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:${facts.status}"/></samlp:Status>`,
    assertion,
    '</samlp:Response>',
  ].join('');
}

function subject({ nameId, recipient, notOnOrAfter }: ResponseFacts): string {
  if (nameId === null) return '';
  const data = `<saml:SubjectConfirmationData${time(' NotOnOrAfter', notOnOrAfter)}${recipient === null ? '' : ` Recipient="${escapeXml(recipient)}"`}/>`;
  return (
    '<saml:Subject><saml:NameID ' +
    `Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeXml(nameId)}</saml:NameID><saml:SubjectConfirmation ` +
    `Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">${data}</saml:SubjectConfirmation></saml:Subject>`
  );
}

function attributeXml(name: string, values: readonly string[]): string {
  const text = values.map(
    (value) =>
      '<saml:AttributeValue xmlns:xs="http://www.w3.org/2001/XMLSchema" ' +
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
      `xsi:type="xs:string">${escapeXml(value)}</saml:AttributeValue>`,
  );
  return (
    `<saml:Attribute Name="${escapeXml(name)}" ` +
    `NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri">${text.join('')}</saml:Attribute>`
  );
}

function time(name: string, date: Date | null): string {
  return date === null ? '' : `${name}="${isoSeconds(date)}"`;
}
