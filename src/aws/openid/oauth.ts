import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { printable } from '../../core/text/printable.js';
import { Problem } from '../../core/problem.js';
import { Secret } from '../../core/secret.js';
import { deniedInBrowser } from './sign-in-ends.js';

/** A proof that whoever brings the code also asked for it. */
export interface Pkce {
  readonly verifier: Secret;
  readonly challenge: string;
}

/** A new verifier with its S256 challenge. Source: RFC 7636, sections 4.1 and 4.2. */
export function newPkce(): Pkce {
  const verifier = randomBytes(48).toString('base64url');
  return { verifier: new Secret(verifier), challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** A new `state` (or `nonce`): 192 random bits. */
export function newState(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Reads what an authorization server sent back with the browser.
 * Source: RFC 6749, sections 4.1.2 and 4.1.2.1.
 * @param state what was sent along with the request
 * @returns the authorization code
 * @throws Problem `aws` when the answer belongs to another request, or says that the sign-in did not work
 */
export function authorizationCode(query: URLSearchParams, state: string): Secret {
  if (!isSame(query.get('state') ?? '', state)) {
    throw new Problem(
      'aws',
      'What the browser brought back does not belong to this sign-in (its `state` is another).',
      {
        hint: 'Close the tabs of earlier sign-ins, and try again.',
      },
    );
  }
  const code = new Secret(query.get('code') ?? '');
  const error = query.get('error');
  if (error !== null) throw refused(error, query.get('error_description') ?? '');
  if (code.reveal() === '')
    throw new Problem('aws', 'The browser came back without an authorization code.', { hint: 'Try again.' });
  return code;
}

function refused(error: string, description: string): Problem {
  if (error === 'access_denied') return new Problem('aws', deniedInBrowser.message, { hint: deniedInBrowser.hint });
  const why = printable(description === '' ? error : description, 300);
  return new Problem('aws', `The sign-in did not work: ${why}`, { hint: 'Try again.' });
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(a, b);
}
