import type { Answer, Call } from '../../wire/exchange.js';
import type { CodeConsent } from '../../aws/identity-center.js';
import { htmlPage } from './html.js';
import { centersIn } from './places.js';

/**
 * The start of a sign-in in the browser: checks what the program asks for, and sends the browser on to the portal.
 * What is wrong with the program or its address is shown and never sent back to it. Source: RFC 6749, section 4.1.2.1.
 */
export function authorize(call: Call): Answer {
  call.entry.operation = 'Authorize';
  const query = new URLSearchParams(call.request.query);
  const asked = (name: string): string => query.get(name) ?? '';
  const center = centersIn(call).find(({ clients }) => clients.some(({ id }) => id === asked('client_id')));
  const client = center?.clients.find(({ id }) => id === asked('client_id'));
  if (!center || !client) return htmlPage(400, 'Unknown client', '<p>This program is not registered.</p>');
  if (!client.redirectUris.includes(withoutPort(asked('redirect_uri'))))
    return htmlPage(400, 'Wrong address', '<p>The redirect URI is not registered.</p>');
  const problem = errorIn(asked);
  if (problem !== undefined) return htmlPage(400, 'Bad request', `<p>${problem}</p>`);
  const consent: CodeConsent = {
    client,
    decision: 'pending',
    redirectUri: asked('redirect_uri'),
    state: asked('state'),
    challenge: asked('code_challenge'),
    code: undefined,
  };
  center.codes.push(consent);
  return { status: 302, headers: { location: `${center.startUrl}/authorize?request=${center.codes.length - 1}` } };
}

function errorIn(asked: (name: string) => string): string | undefined {
  if (asked('response_type') !== 'code') return 'response_type must be code';
  if (asked('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(asked('code_challenge')))
    return 'a code_challenge of method S256 is needed';
  // The parameter's name is AWS's own: OAuth says scope.
  if (!asked('scopes').split(' ').includes('sso:account:access')) return 'unknown scope';
  return asked('state') === '' ? 'a state is needed' : undefined;
}

/** On loopback any port will do. Source: RFC 8252, section 7.3. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/127\.0\.0\.1):\d+\//, '$1/');
}
