import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { Secret } from '../../core/secret.js';
import { samlResponseText } from './response-text.js';
import { parseRolePair } from './role-pair.js';
import type { SamlRole } from './role-pair.js';
import { singleAssertion } from './single-assertion.js';
import { attribute, child, children, namespaces, parseXml, elementText } from './xml-document.js';
import type { Element } from './xml-document.js';

/** What a SAML response says, as far as signing in to AWS needs it. Hostile until AWS has checked its signature. */
export interface SamlResponse {
  /** The whole response in base64: what STS calls `SAMLAssertion`. */
  readonly assertion: Secret;
  /** Only AWS can read what is inside: nothing below `recipient` is known then. */
  readonly encrypted: boolean;
  readonly issuedAt: Date | undefined;
  /** The address that the response was made out for. */
  readonly recipient: string | undefined;
  readonly issuer: string | undefined;
  readonly notBefore: Date | undefined;
  /** The earlier of the two ends that an assertion can name. */
  readonly notOnOrAfter: Date | undefined;
  readonly audiences: readonly string[];
  readonly roles: readonly SamlRole[];
  /** How many values of the role attribute could not be read. */
  readonly unreadableRoles: number;
  readonly sessionName: string | undefined;
  /** Seconds. */
  readonly sessionDuration: number | undefined;
  /** When the provider's own session ends; AWS's then ends too. */
  readonly sessionEnds: Date | undefined;
}

const attributeNames = 'https://aws.amazon.com/SAML/Attributes/';

/**
 * Reads a SAML response in any form people copy. Source: SAML core 2.0, sections 2 and 3.2.2; IAM user guide,
 * "Configure SAML assertions for the authentication response".
 * @throws Problem `usage` when it is none, or none that AWS would take
 */
export function readSamlResponse(pasted: string): SamlResponse {
  const assertion = samlResponseText(pasted);
  const root = parseXml(decoded(assertion));
  const { element, encrypted } = singleAssertion(root);
  refuseFailure(root);
  return {
    assertion: new Secret(assertion),
    encrypted,
    ...(encrypted ? readEnvelope(root) : readAssertion(element, root)),
  };
}

type Facts = Omit<SamlResponse, 'assertion' | 'encrypted'>;

function decoded(assertion: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(assertion, 'base64'));
  } catch (error) {
    throw new Problem('usage', 'This is no SAML response: it is not text.', {
      hint: 'Copy the whole value of SAMLResponse.',
      cause: error,
    });
  }
}

/** The identity provider itself may say no, in a response of the same form. Source: SAML core 2.0, section 3.2.2. */
function refuseFailure(root: Element): void {
  const status = child(root, namespaces.protocol, 'Status');
  const code = attribute(status && child(status, namespaces.protocol, 'StatusCode'), 'Value');
  if (code === undefined || code === 'urn:oasis:names:tc:SAML:2.0:status:Success') return;
  const message = elementText(status && child(status, namespaces.protocol, 'StatusMessage'));
  throw new Problem(
    'usage',
    'Your identity provider refused the sign-in: ' +
      printable(message === undefined || message === '' ? code : message, 300),
    { hint: 'Sign in again, or ask its administrator.' },
  );
}

function readEnvelope(root: Element): Facts {
  return {
    issuedAt: date(attribute(root, 'IssueInstant')),
    recipient: attribute(root, 'Destination'),
    issuer: elementText(child(root, namespaces.assertion, 'Issuer')),
    notBefore: undefined,
    notOnOrAfter: undefined,
    audiences: [],
    roles: [],
    unreadableRoles: 0,
    sessionName: undefined,
    sessionDuration: undefined,
    sessionEnds: undefined,
  };
}

function readAssertion(assertion: Element, root: Element): Facts {
  const inside = (parent: readonly Element[], name: string): readonly Element[] =>
    parent.flatMap((element) => children(element, namespaces.assertion, name));
  const [confirmation] = inside(
    inside(inside([assertion], 'Subject'), 'SubjectConfirmation'),
    'SubjectConfirmationData',
  );
  const [conditions] = inside([assertion], 'Conditions');
  const values = attributeValues(inside(inside([assertion], 'AttributeStatement'), 'Attribute'));
  const pairs = values('Role').map(parseRolePair);
  return {
    issuedAt: date(attribute(assertion, 'IssueInstant')) ?? date(attribute(root, 'IssueInstant')),
    recipient: attribute(confirmation, 'Recipient') ?? attribute(root, 'Destination'),
    issuer: elementText(child(assertion, namespaces.assertion, 'Issuer')),
    notBefore: date(attribute(conditions, 'NotBefore')),
    notOnOrAfter: earliest(date(attribute(conditions, 'NotOnOrAfter')), date(attribute(confirmation, 'NotOnOrAfter'))),
    audiences: inside(inside(conditions ? [conditions] : [], 'AudienceRestriction'), 'Audience').flatMap(
      (audience) => elementText(audience) ?? [],
    ),
    roles: distinct(pairs.filter((pair) => pair !== undefined)),
    unreadableRoles: pairs.filter((pair) => pair === undefined).length,
    sessionName: values('RoleSessionName')[0],
    sessionDuration: seconds(values('SessionDuration')[0]),
    sessionEnds: earliest(
      ...inside([assertion], 'AuthnStatement').map((statement) => date(attribute(statement, 'SessionNotOnOrAfter'))),
    ),
  };
}

function attributeValues(attributes: readonly Element[]): (name: string) => readonly string[] {
  return (name) =>
    attributes
      .filter((element) => attribute(element, 'Name') === attributeNames + name)
      .flatMap((element) => children(element, namespaces.assertion, 'AttributeValue'))
      .map((value) => elementText(value) ?? '');
}

function distinct(roles: readonly SamlRole[]): readonly SamlRole[] {
  return [...new Map(roles.map((role) => [`${role.roleArn} ${role.principalArn}`, role])).values()];
}

/** An `xs:dateTime`; SAML core 2.0, section 1.3.3, says that all of them are UTC. */
function date(value: string | undefined): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?$/.exec(value?.trim() ?? '');
  if (match === null) return undefined;
  const read = new Date(`${match[1] ?? ''}${(match[2] ?? '').slice(0, 4)}${match[3] ?? 'Z'}`);
  return Number.isNaN(read.getTime()) ? undefined : read;
}

function earliest(...dates: readonly (Date | undefined)[]): Date | undefined {
  return dates.reduce(
    (one, other) => (one === undefined || (other !== undefined && other < one) ? other : one),
    undefined,
  );
}

/** SessionDuration: 900 to 43,200 seconds; anything else AWS refuses, and here it is no wish. */
function seconds(value: string | undefined): number | undefined {
  const number = /^\d{1,6}$/.test(value ?? '') ? Number(value) : Number.NaN;
  return number >= 900 && number <= 43_200 ? number : undefined;
}
