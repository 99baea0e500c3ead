import { joined, sentence } from '../../core/advice/advice.js';
import { help } from '../../core/advice/own-commands.js';
import { Problem } from '../../core/problem.js';
import { inputValues, withoutReferences } from './form-field.js';

/** STS takes no more characters. Source: STS API reference, AssumeRoleWithSAML, SAMLAssertion. */
const longestAssertion = 100_000;

// Enough for a whole saved page around the response; every step below takes time in proportion to this at most.
const longestText = 4_000_000;

const hint = joined([
  'Copy the value of SAMLResponse from the request to signin.aws.amazon.com;',
  sentence`\`${help('saml')}\` says how, step by step.`,
]);

/**
 * Finds the SAML response in whatever people copy: the bare value, `SAMLResponse=…&RelayState=…` or a command with it
 * (URL-encoded), a saved page or form (`<input name="SAMLResponse" value="…">`), lines of a browser's developer tools,
 * JSON, or the XML itself; wrapped, quoted or with HTML's character references.
 * @returns base64 as STS takes it: standard alphabet, padded, on one line
 * @throws Problem `usage` saying what is there instead
 */
export function samlResponseText(text: string): string {
  if (text.length > longestText) throw new Problem('usage', 'This is too long to be a SAML response.', { hint });
  const pasted = text.replace(/^\ufeff/, '').trim();
  if (pasted === '') throw new Problem('usage', 'There is no SAML response here: it is empty.', { hint });
  const found = new Set(candidates(pasted).map(base64));
  const [only] = found;
  if (only === undefined) throw notThere(pasted);
  if (found.size > 1)
    throw new Problem('usage', 'There is more than one SAML response here.', { hint: 'Copy only the newest one.' });
  if (only.length > longestAssertion) {
    throw new Problem(
      'usage',
      `The SAML response has ${only.length} characters; AWS takes ${longestAssertion} at most.`,
      {
        hint: 'The administrator of your sign-in page must send fewer groups or roles with it.',
      },
    );
  }
  return only;
}

/** Whether this is the bare value, or `SAMLResponse=` and the value, to its very end; for the moment of pasting. */
export function isWholeResponse(pasted: string): boolean {
  if (
    pasted.length > 2 * longestAssertion ||
    !/^(SAMLResponse\s{0,4}[=:]\s{0,4})?["']?[A-Za-z0-9+/=%_\-\s]+["']?$/.test(pasted)
  )
    return false;
  try {
    const end = Buffer.from(samlResponseText(pasted), 'base64').subarray(-80).toString('latin1');
    return /<\/([\w.-]{1,40}:)?Response\s*>\s*$/.test(end);
  } catch {
    return false;
  }
}

function candidates(pasted: string): readonly string[] {
  if (isXml(pasted)) return [Buffer.from(pasted).toString('base64')];
  const inForm = inputValues(pasted, 'SAMLResponse');
  if (inForm.length > 0) return inForm;
  const plain = withoutReferences(pasted);
  const named = namedValues(plain);
  if (named.length > 0) return named;
  const bare = trimmed(plain, /["'`\s,;]/);
  return /^[A-Za-z0-9+/_=%\-\s\\]+$/.test(bare) && !/^SAMLRequest/i.test(bare) ? [bare] : [];
}

function isXml(pasted: string): boolean {
  return /^(<\?xml\b[^>]{0,200}\?>\s*)?<([\w.-]{1,40}:)?(Response|Assertion|AuthnRequest)\b/.test(pasted);
}

// `SAMLResponse=`, `SAMLResponse: `, `"SAMLResponse": "`, `{"name":"SAMLResponse","value":"`, a table's column, a part
// of multipart/form-data.
const label = /SAMLResponse(?:"\s{0,4},\s{0,20}"value"\s{0,4}:|["']?\s{0,4}[=:]|%3D|["']?\s{1,4})\s{0,4}["'`]?/gi;

// What ends a value: a mark that is none of base64's, the next line of a form (`RelayState: …`), a part's boundary.
const end =
  /[&<>"'`;,{}()]|\s(?=RelayState\b)|\n--|\n[ \t]{0,20}[A-Za-z_][\w.-]{0,40}[ \t]{0,4}[:=][ \t]{0,4}[^\s=&<>"'`,;)}\]]/;

function namedValues(text: string): readonly string[] {
  const values: string[] = [];
  for (const match of text.matchAll(label)) {
    const rest = text.slice(match.index + match[0].length, match.index + 4 * longestAssertion);
    const length = rest.search(end);
    const value = length === -1 ? rest : rest.slice(0, length);
    // Shorter ones are prose about a SAMLResponse.
    if (value.trim().length >= 64) values.push(value);
    if (values.length > 10) break;
  }
  return values;
}

/** One form for all alphabets. @throws Problem `usage` when it is no base64, or only a part of some */
function base64(value: string): string {
  const plain = (value.includes('%') ? withoutPercents(value) : value).replace(
    /\\u00([0-9a-f]{2})|\\[rn]|\\(?=\/)/gi,
    (_, hex?: string) => (hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16))),
  );
  const digits = trimmed(plain.replace(/[\s"']+/g, ''), /=/)
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]+$/.test(digits) || digits.length % 4 === 1) {
    throw new Problem(
      'usage',
      'This is no whole SAML response: characters are missing, or some are there that do not belong.',
      { hint },
    );
  }
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

function withoutPercents(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** The text without such characters at its ends. */
function trimmed(text: string, mark: RegExp): string {
  let [start, stop] = [0, text.length];
  while (start < stop && mark.test(text.charAt(start))) start++;
  while (stop > start && mark.test(text.charAt(stop - 1))) stop--;
  return text.slice(start, stop);
}

function notThere(pasted: string): Problem {
  if (/SAMLRequest/i.test(pasted))
    return new Problem('usage', 'This holds a SAMLRequest: the question to your identity provider, not its answer.', {
      hint,
    });
  if (/<html|<!doctype|<form/i.test(pasted))
    return new Problem('usage', 'There is no SAMLResponse in this page.', { hint });
  return new Problem('usage', 'This is no SAML response.', { hint });
}
