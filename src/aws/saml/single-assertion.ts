import { Problem } from '../../core/problem.js';
import { attribute, children, child, everyElement, namespaces, elementText } from './xml-document.js';
import type { Element } from './xml-document.js';

/** The one assertion of a response; an encrypted one only AWS can read. */
export interface SingleAssertion {
  readonly element: Element;
  readonly encrypted: boolean;
}

// SAML core 2.0, section 5.4.4: nothing that selects (XPath, XSLT) may stand between what is signed and what is read.
// Inclusive canonicalization is not recommended there, but some providers use it, and it leaves nothing out.
const harmlessTransform =
  /^http:\/\/www\.w3\.org\/(2000\/09\/xmldsig#enveloped-signature|2001\/10\/xml-exc-c14n#(WithComments)?|TR\/2001\/REC-xml-c14n-20010315(#WithComments)?|2006\/12\/xml-c14n11(#WithComments)?)$/;

/**
 * Finds the one thing in a response that may be believed. AWS holds the provider's key and checks the signature itself;
 * what must not happen here is that something is shown which that signature does not cover. So the rule is strict: one
 * response, in it one assertion and no second anywhere in whatever namespace, no identifier twice, and on the response
 * or on the assertion a signature that refers to just that element (SAML core 2.0, section 5.4; Somorovsky et al.,
 * "On Breaking SAML", 2012).
 * @throws Problem `usage`
 */
export function singleAssertion(root: Element): SingleAssertion {
  if (!isNamed(root, namespaces.protocol, 'Response')) throw notResponse(root);
  const all = everyElement(root);
  const assertions = all.filter((element) => /^(Encrypted)?Assertion$/.test(element.localName ?? ''));
  const [only] = assertions;
  if (only === undefined) throw strange('It holds no assertion.');
  if (assertions.length > 1 || all.some((element) => element !== root && element.localName === 'Response'))
    throw strange('It holds more than one assertion.');
  if (only.parentNode !== root || only.namespaceURI !== namespaces.assertion)
    throw strange('Its assertion is not where it belongs.');
  refuseTwins(all);
  const encrypted = only.localName === 'EncryptedAssertion';
  const signatures = all.filter((element) => element.localName === 'Signature');
  const covering = [root, only].flatMap((element) =>
    children(element, namespaces.signature, 'Signature').filter((signature) => covers(signature, element)),
  );
  if (
    signatures.length !== covering.length ||
    new Set(covering.map(({ parentNode }) => parentNode)).size !== covering.length
  ) {
    throw strange('Its signature covers something else than the assertion.');
  }
  if (covering.length === 0 && !encrypted) throw strange('It is not signed.');
  return { element: only, encrypted };
}

function isNamed(element: Element, namespace: string, name: string): boolean {
  return element.namespaceURI === namespace && element.localName === name;
}

function refuseTwins(all: readonly Element[]): void {
  const seen = new Set<string>();
  for (const element of all) {
    for (const { name, value } of Array.from(element.attributes)) {
      if (!/^(xml:)?id$/i.test(name)) continue;
      if (seen.has(value)) throw strange('Two of its parts have the same identifier.');
      seen.add(value);
    }
  }
}

/** Whether a signature says that it covers just this element: its one reference names the element's identifier. */
function covers(signature: Element, element: Element): boolean {
  const info = child(signature, namespaces.signature, 'SignedInfo');
  const references = info === undefined ? [] : children(info, namespaces.signature, 'Reference');
  const [reference] = references;
  const id = attribute(element, 'ID');
  if (reference === undefined || references.length !== 1 || id === undefined || id === '') return false;
  const digest = elementText(child(reference, namespaces.signature, 'DigestValue')) ?? '';
  const value = elementText(child(signature, namespaces.signature, 'SignatureValue')) ?? '';
  return (
    attribute(reference, 'URI') === `#${id}` &&
    digest !== '' &&
    value !== '' &&
    transformsOf(reference).every((transform) => harmlessTransform.test(transform))
  );
}

function transformsOf(reference: Element): readonly string[] {
  return children(reference, namespaces.signature, 'Transforms')
    .flatMap((list) => children(list, namespaces.signature, 'Transform'))
    .map((transform) => attribute(transform, 'Algorithm') ?? '');
}

function notResponse(root: Element): Problem {
  if (isNamed(root, namespaces.protocol, 'AuthnRequest')) {
    return new Problem('usage', 'This is a SAMLRequest: the question to your identity provider, not its answer.', {
      hint: 'Copy the value of SAMLResponse, from the request after it.',
    });
  }
  if (isNamed(root, namespaces.assertion, 'Assertion')) {
    return new Problem('usage', 'This is an assertion alone; AWS takes the whole response around it.', {
      hint: 'Copy the whole value of SAMLResponse.',
    });
  }
  return new Problem('usage', 'This is no SAML 2.0 response.', {
    hint: 'Copy the value of SAMLResponse from the request to signin.aws.amazon.com.',
  });
}

function strange(why: string): Problem {
  return new Problem('usage', `AWS would not take this SAML response. ${why}`, {
    hint:
      'Sign in again, and copy the whole value of SAMLResponse; if that changes nothing, tell the ' +
      'administrator of your sign-in page.',
  });
}
