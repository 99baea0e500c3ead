import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Call, Service } from '../../wire/exchange.js';
import type { Google, GoogleConsent } from '../../aws/social/google.js';
import { escapeHtml, form, htmlPage } from '../identity-center/html.js';
import { OAuthError, answerOAuth, fieldsOf, json } from './web.js';

/**
 * Google's hosts: announcement and sign-in page, tokens, keys. Source: Google, "OpenID Connect" and "OAuth 2.0 for
 * desktop apps".
 */
export const google: Service = {
  name: 'google',
  serves: (host) => ['accounts.google.com', 'oauth2.googleapis.com', 'www.googleapis.com'].includes(host),
  answer(call) {
    const { host, method, path } = call.request;
    const route = `${method} ${host}${path}`;
    const known = routes[route];
    call.entry.operation = `Google ${route}`;
    return known ? known(call, call.aws.google) : json(404, { error: 'not_found' });
  },
};

type Route = (call: Call, google: Google) => Answer | Promise<Answer>;

const routes: Readonly<Record<string, Route>> = {
  'GET accounts.google.com/.well-known/openid-configuration': () =>
    json(200, {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
      device_authorization_endpoint: 'https://oauth2.googleapis.com/device/code',
      token_endpoint: 'https://oauth2.googleapis.com/token',
      revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
      jwks_uri: 'https://www.googleapis.com/oauth2/v3/certs',
      response_types_supported: ['code', 'token', 'id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid', 'email', 'profile'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['plain', 'S256'],
    }),
  'GET www.googleapis.com/oauth2/v3/certs': async (_, { signer }) => json(200, await signer.published()),
  'GET accounts.google.com/o/oauth2/v2/auth': begin,
  'GET accounts.google.com/signin': page,
  'POST accounts.google.com/signin': page,
  'POST oauth2.googleapis.com/token': (call, google) => answerOAuth(call, () => tokens(withHeader(call), google)),
  'POST oauth2.googleapis.com/revoke': (call, google) => answerOAuth(call, () => revoke(fieldsOf(call), google)),
};

/** What is wrong is shown on Google's own page, and never sent on. */
function begin(call: Call, google: Google): Answer {
  const query = new URLSearchParams(call.request.query);
  const client = google.clients.find(({ id }) => id === query.get('client_id'));
  if (!client) return blocked(401, 'invalid_client', 'The OAuth client was not found.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (client.type !== 'desktop' || !/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+(\/|$)/.test(redirectUri))
    return blocked(
      400,
      'redirect_uri_mismatch',
      "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy.",
    );
  if (query.get('response_type') !== 'code')
    return blocked(400, 'invalid_request', 'Required parameter is missing: response_type');
  google.consents.push({
    client,
    redirectUri,
    scope: query.get('scope') ?? '',
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    challenge: query.get('code_challenge') ?? undefined,
    isOffline: query.get('access_type') === 'offline',
    user: undefined,
    code: undefined,
  });
  return {
    status: 302,
    headers: { location: `https://accounts.google.com/signin?flow=${google.consents.length - 1}` },
  };
}

function blocked(status: number, code: string, text: string): Answer {
  return htmlPage(
    status,
    'Access blocked: Authorization Error',
    `<p>${escapeHtml(text)}</p><p>Error ${status}: ${code}</p>`,
  );
}

function page(call: Call, google: Google): Answer {
  const answers = new URLSearchParams(call.request.body.toString('utf8'));
  const consent = google.consents[Number(new URLSearchParams(call.request.query).get('flow') ?? Number.NaN)];
  if (!consent) return blocked(400, 'invalid_request', 'Nothing to sign in to.');
  const user = google.users.find(
    ({ email, password }) => email === answers.get('username') && password === answers.get('password'),
  );
  if (!user)
    return htmlPage(
      200,
      'Sign in with Google',
      form(
        {},
        '<input name="username" type="email" autofocus><input name="password" type="password"><button>Next</button>',
      ),
    );
  const decision = answers.get('decision');
  if (decision === null)
    return htmlPage(
      200,
      'Sign in to git-codecommit',
      form(
        { username: user.email, password: user.password },
        '<button name="decision" value="deny">Cancel</button><button name="decision" value="allow">Continue</button>',
      ),
    );
  return backToProgram(consent, decision === 'allow' ? user : undefined);
}

function backToProgram(consent: GoogleConsent, user: GoogleConsent['user']): Answer {
  const location = new URL(consent.redirectUri);
  consent.user = user;
  if (user) consent.code = `4/0${randomBytes(40).toString('base64url')}`;
  const answer = user
    ? { code: consent.code ?? '', scope: consent.scope, authuser: '0', prompt: 'consent' }
    : { error: 'access_denied' };
  location.search = new URLSearchParams({
    ...(consent.state !== undefined && { state: consent.state }),
    ...answer,
  }).toString();
  return { status: 302, headers: { location: location.href } };
}

/** The form, with the client's id and secret from the header where they are there. Source: RFC 6749, section 2.3.1. */
function withHeader(call: Call): URLSearchParams {
  const fields = fieldsOf(call);
  const [, encoded] = /^Basic (.+)$/.exec(call.request.headers.authorization ?? '') ?? [];
  const [id, secret] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')
    .map(decodeURIComponent);
  if (id !== undefined && secret !== undefined)
    for (const [name, value] of [
      ['client_id', id],
      ['client_secret', secret],
    ] as const)
      fields.set(name, value);
  return fields;
}

async function tokens(fields: URLSearchParams, google: Google): Promise<Record<string, unknown>> {
  const client = google.clients.find(({ id }) => id === fields.get('client_id'));
  if (!client) throw new OAuthError('invalid_client', 'The OAuth client was not found.', 401);
  if (!fields.has('client_secret')) throw new OAuthError('invalid_request', 'client_secret is missing.');
  if (fields.get('client_secret') !== client.secret) throw new OAuthError('invalid_client', 'Unauthorized', 401);
  const isRefresh = fields.get('grant_type') === 'refresh_token';
  const consent = isRefresh ? google.refreshTokens.get(fields.get('refresh_token') ?? '') : redeemed(fields, google);
  if (!consent?.user || consent.client !== client)
    throw new OAuthError('invalid_grant', isRefresh ? 'Token has been expired or revoked.' : 'Bad Request');
  const wantsId = consent.scope.split(' ').includes('openid');
  return {
    access_token: `ya29.a0${randomBytes(120).toString('base64url')}`,
    expires_in: 3599,
    scope: consent.scope,
    token_type: 'Bearer',
    ...(wantsId && {
      id_token: await google.idToken(isRefresh ? { ...consent, nonce: undefined } : consent, consent.user),
    }),
    ...(!isRefresh && consent.isOffline && { refresh_token: google.newRefreshToken(consent) }),
  };
}

/** The sign-in behind a code: good once, for the same redirect URI, and for whoever has the verifier. */
function redeemed(fields: URLSearchParams, google: Google): GoogleConsent | undefined {
  if (fields.get('grant_type') !== 'authorization_code')
    throw new OAuthError('unsupported_grant_type', `Invalid grant_type: ${fields.get('grant_type') ?? ''}`);
  const consent = google.consents.find(({ code }) => code !== undefined && code === fields.get('code'));
  if (!consent) return undefined;
  consent.code = undefined;
  if (consent.redirectUri !== fields.get('redirect_uri')) throw new OAuthError('redirect_uri_mismatch', 'Bad Request');
  const proof = createHash('sha256')
    .update(fields.get('code_verifier') ?? '')
    .digest('base64url');
  if (consent.challenge !== undefined && consent.challenge !== proof)
    throw new OAuthError('invalid_grant', 'Invalid code verifier.');
  return consent;
}

function revoke(fields: URLSearchParams, google: Google): Record<string, never> {
  if (!google.refreshTokens.delete(fields.get('token') ?? ''))
    throw new OAuthError('invalid_token', 'Token expired or revoked');
  return {};
}
