import { createHash, randomUUID } from 'node:crypto';
import type { Answer, Call, Service } from '../../wire/exchange.js';
import type { AppClient, PageConsent, UserPool } from '../../aws/cognito/user-pool.js';
import { form, htmlPage } from '../identity-center/html.js';
import { OAuthError, answerOAuth, fieldsOf } from '../social/web.js';

/**
 * A user pool's own sign-in page, and its OAuth endpoints. Source: Amazon Cognito developer guide, "User pool endpoints
 * and managed login reference".
 */
export const cognitoSignInPage: Service = {
  name: 'cognito-page',
  serves: (host) => /\.auth(-fips)?\.[\w-]+\.amazoncognito\.com$/.test(host),
  answer(call) {
    const { host, method, path } = call.request;
    call.entry.operation = `${method} ${path}`;
    const pool = call.aws.userPools.find(({ domain }) => domain === host);
    return pool
      ? (routes[`${method} ${path}`]?.(call, pool) ?? htmlPage(404, 'Not found', '<p>Not found</p>'))
      : htmlPage(400, 'Login pages unavailable', '<p>Please contact an administrator.</p>');
  },
};

const routes: Readonly<Record<string, (call: Call, pool: UserPool) => Answer | Promise<Answer>>> = {
  'GET /oauth2/authorize': begin,
  'GET /error': (call) =>
    htmlPage(
      400,
      'An error was encountered with the requested page.',
      `<p>${new URLSearchParams(call.request.query).get('error') ?? ''}</p>`,
    ),
  'GET /login': page,
  'POST /login': page,
  'POST /oauth2/token': (call, pool) => answerOAuth(call, () => tokens(call, pool)),
  'POST /oauth2/revoke': (call, pool) => answerOAuth(call, () => revoke(call, pool)),
};

/** The callback URL must be one of the client's to the letter; its port, too. */
function begin(call: Call, pool: UserPool): Answer {
  const query = new URLSearchParams(call.request.query);
  const client = pool.clients.find(({ id }) => id === query.get('client_id'));
  if (!client) return toError('invalid_request', query);
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!client.callbackUrls.includes(redirectUri)) return toError('redirect_mismatch', query);
  const back = (fields: Record<string, string>): Answer => ({
    status: 302,
    headers: {
      location: `${redirectUri}?${new URLSearchParams({ ...fields, state: query.get('state') ?? '' }).toString()}`,
    },
  });
  if (query.get('response_type') !== 'code') return back({ error: 'invalid_request' });
  if (!(query.get('scope') ?? '').split(' ').every((scope) => ['openid', 'email', 'phone', 'profile'].includes(scope)))
    return back({ error: 'invalid_request', error_description: 'invalid_scope' });
  pool.consents.push({
    client,
    redirectUri,
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    challenge: query.get('code_challenge_method') === 'S256' ? (query.get('code_challenge') ?? undefined) : undefined,
    user: undefined,
    code: undefined,
  });
  return { status: 302, headers: { location: `https://${call.request.host}/login?flow=${pool.consents.length - 1}` } };
}

function toError(error: string, query: URLSearchParams): Answer {
  return {
    status: 302,
    headers: {
      location: `/error?${new URLSearchParams({ error, client_id: query.get('client_id') ?? '' }).toString()}`,
    },
  };
}

function page(call: Call, pool: UserPool): Answer {
  const consent = pool.consents[Number(new URLSearchParams(call.request.query).get('flow') ?? Number.NaN)];
  if (!consent) return htmlPage(400, 'Something went wrong', '<p>An error was encountered.</p>');
  const answers = new URLSearchParams(call.request.body.toString('utf8'));
  const user = pool.find(answers.get('username'));
  if (user?.password === undefined || user.password !== answers.get('password')) {
    const wrong = answers.has('username') ? '<p id="error">Incorrect username or password.</p>' : '';
    return htmlPage(
      200,
      'Sign in',
      `${wrong}${form(
        {},
        '<input name="username" autofocus><input name="password" ' + 'type="password"><button>Sign in</button>',
      )}`,
    );
  }
  consent.user = user;
  consent.code = randomUUID();
  const location = new URL(consent.redirectUri);
  location.search = new URLSearchParams({
    code: consent.code,
    ...(consent.state !== undefined && { state: consent.state }),
  }).toString();
  return { status: 302, headers: { location: location.href } };
}

async function tokens(call: Call, pool: UserPool): Promise<Record<string, unknown>> {
  const fields = fieldsOf(call);
  const client = authenticated(call, fields, pool);
  if (fields.get('grant_type') === 'refresh_token') {
    const grant = pool.grant(fields.get('refresh_token') ?? '', client, undefined);
    if (!grant) throw new OAuthError('invalid_grant', '');
    return answer(
      await pool.tokens(client, grant.user),
      pool.rotates ? pool.refreshToken(client, grant.user) : undefined,
    );
  }
  const consent = redeemed(fields, pool);
  if (consent?.client !== client || !consent.user) throw new OAuthError('invalid_grant', '');
  return answer(await pool.tokens(client, consent.user, consent.nonce), pool.refreshToken(client, consent.user));
}

function answer(
  { idToken, accessToken }: Awaited<ReturnType<UserPool['tokens']>>,
  refreshToken: string | undefined,
): Record<string, unknown> {
  return {
    id_token: idToken,
    access_token: accessToken,
    expires_in: 3600,
    token_type: 'Bearer',
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
  };
}

function redeemed(fields: URLSearchParams, pool: UserPool): PageConsent | undefined {
  if (fields.get('grant_type') !== 'authorization_code') throw new OAuthError('unsupported_grant_type', '');
  const consent = pool.consents.find(({ code }) => code !== undefined && code === fields.get('code'));
  if (!consent) return undefined;
  consent.code = undefined;
  const proof = createHash('sha256')
    .update(fields.get('code_verifier') ?? '')
    .digest('base64url');
  return consent.redirectUri === fields.get('redirect_uri') &&
    (consent.challenge === undefined || consent.challenge === proof)
    ? consent
    : undefined;
}

/** Clients with a secret show it, in the header or in the form. */
function authenticated({ request }: Call, fields: URLSearchParams, { clients }: UserPool): AppClient {
  const [, encoded = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const [id = '', secret] =
    encoded === ''
      ? [fields.get('client_id') ?? '', fields.get('client_secret') ?? undefined]
      : Buffer.from(encoded, 'base64').toString('utf8').split(':').map(decodeURIComponent);
  const client = clients.find((one) => one.id === id && one.secret === secret);
  if (!client) throw new OAuthError('invalid_client', '');
  return client;
}

function revoke(call: Call, pool: UserPool): Record<string, never> {
  const fields = fieldsOf(call);
  authenticated(call, fields, pool);
  pool.refreshTokens.delete(fields.get('token') ?? '');
  return {};
}
