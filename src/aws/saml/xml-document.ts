import { DOMParser, Node } from '@xmldom/xmldom';
import type { Document, Element } from '@xmldom/xmldom';
import { Problem } from '../../core/problem.js';

export type { Element } from '@xmldom/xmldom';

/** Namespaces of SAML 2.0 and of XML signatures. */
export const namespaces = {
  protocol: 'urn:oasis:names:tc:SAML:2.0:protocol',
  assertion: 'urn:oasis:names:tc:SAML:2.0:assertion',
  signature: 'http://www.w3.org/2000/09/xmldsig#',
} as const;

/**
 * Parses XML of strangers: anything a strict parser would only warn of is an error, and a document type, with all it
 * could declare, is refused before the parser sees it (SAML core 2.0 forbids it; OWASP, "XML External Entity
 * Prevention").
 * @throws Problem `usage`
 */
export function parseXml(text: string): Element {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw notXml('It declares a document type, which no SAML response may.');
  const document = parse(text.replace(/^\ufeff/, ''));
  const root = document.documentElement;
  if (root === null) throw notXml('It holds no element.');
  return root;
}

function parse(text: string): Document {
  try {
    const parser = new DOMParser({
      locator: false,
      onError: (_level, message) => {
        throw new Error(message);
      },
    });
    return parser.parseFromString(text, 'text/xml');
  } catch (error) {
    throw notXml('It is cut off or damaged.', error);
  }
}

function notXml(why: string, cause?: unknown): Problem {
  return new Problem('usage', `The SAML response is no XML that can be trusted. ${why}`, {
    hint: 'Sign in again, and copy the whole value of SAMLResponse.',
    cause,
  });
}

/** Direct children of that name. */
export function children(parent: Element, namespace: string, name: string): readonly Element[] {
  return elements(parent).filter((child) => child.namespaceURI === namespace && child.localName === name);
}

/** The first direct child of that name. */
export function child(parent: Element, namespace: string, name: string): Element | undefined {
  return children(parent, namespace, name)[0];
}

/** The text of an element without elements in it, trimmed. Comments split no text: what counts is what was signed. */
export function elementText(element: Element | undefined): string | undefined {
  return element === undefined || elements(element).length > 0 ? undefined : (element.textContent ?? '').trim();
}

/** An attribute, or undefined where there is none. */
export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.getAttribute(name) ?? undefined;
}

/** Every element of the document below and with this one, in document order. */
export function everyElement(root: Element): readonly Element[] {
  const found: Element[] = [];
  const waiting: Element[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    found.push(next);
    waiting.push(...elements(next).reverse());
  }
  return found;
}

function elements(parent: Element): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
    if (node.nodeType === Node.ELEMENT_NODE) found.push(node as Element);
  }
  return found;
}
