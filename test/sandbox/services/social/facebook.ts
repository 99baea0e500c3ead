import type { Service } from '../../wire/exchange.js';
import { json } from './web.js';

/**
 * Facebook's Graph API, as far as whoever checks a token needs it. Source: Graph API, "Handling errors" and "Debug
 * token".
 */
export const facebook: Service = {
  name: 'facebook',
  serves: (host) => host === 'graph.facebook.com',
  answer(call) {
    const { method, path } = call.request;
    call.entry.operation = `Facebook ${method} ${path}`;
    const token = new URLSearchParams(call.request.query).get('access_token') ?? '';
    const granted = call.aws.facebook.tokens.get(token);
    if (!granted) return refusal('Invalid OAuth access token - Cannot parse access token', 190);
    if (granted.expiresAt <= call.clock.now())
      return refusal(
        `Error validating access token: Session has expired on ${granted.expiresAt.toUTCString()}. The ` +
          `current time is ${call.clock.now().toUTCString()}.`,
        190,
        463,
      );
    if (path === '/me') return json(200, { id: granted.userId, name: 'Ana' });
    return path === '/app'
      ? json(200, { id: granted.appId, name: 'git-codecommit' })
      : refusal('Unsupported get request.', 100);
  },
};

function refusal(message: string, code: number, subcode?: number): ReturnType<typeof json> {
  return json(400, {
    error: {
      message,
      type: 'OAuthException',
      code,
      ...(subcode !== undefined && { error_subcode: subcode }),
      fbtrace_id: 'AbCdEfGhIjK',
    },
  });
}
