import type { Answer, Call, Service } from '../../wire/exchange.js';
import { accessTokenSeconds, type Amazon, type AmazonUser } from '../../aws/social/amazon.js';
import { escapeHtml, form, htmlPage } from '../identity-center/html.js';
import { OAuthError, answerOAuth, fieldsOf, json } from './web.js';

/**
 * Login with Amazon: code pairs and tokens, and the page where a code is entered. Source: Login with Amazon,
 * "Code-based linking".
 */
export const amazon: Service = {
  name: 'amazon',
  serves: (host) => ['api.amazon.com', 'amazon.com', 'www.amazon.com'].includes(host),
  answer(call) {
    const { host, method, path } = call.request;
    const route = `${method} ${host.replace(/^www\./, '')}${path}`;
    call.entry.operation = `Amazon ${method} ${path}`;
    return routes[route]?.(call, call.aws.amazon) ?? json(404, { error: 'not_found' });
  },
};

type Route = (call: Call, amazon: Amazon) => Answer | Promise<Answer>;

const routes: Readonly<Record<string, Route>> = {
  'POST api.amazon.com/auth/o2/create/codepair': (call, amazon) =>
    answerOAuth(call, () => codePair(fieldsOf(call), amazon)),
  'POST api.amazon.com/auth/o2/token': (call, amazon) => answerOAuth(call, () => tokens(call, fieldsOf(call), amazon)),
  'GET api.amazon.com/auth/o2/tokeninfo': tokenInfo,
  'GET amazon.com/us/code': codePage,
  'POST amazon.com/us/code': codePage,
};

function codePair(fields: URLSearchParams, amazon: Amazon): Record<string, unknown> {
  if (fields.get('response_type') !== 'device_code')
    throw new OAuthError('invalid_request', 'The response_type must be device_code');
  const client = amazon.clients.find(({ id }) => id === fields.get('client_id'));
  if (!client) throw new OAuthError('invalid_client', 'Client authentication failed', 401);
  const scope = fields.get('scope') ?? '';
  if (!scope.split(' ').every((one) => ['profile', 'profile:user_id', 'postal_code'].includes(one)))
    throw new OAuthError('invalid_scope', 'An unknown scope was requested');
  const { userCode, deviceCode } = amazon.pair(client, scope);
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: 'https://amazon.com/us/code',
    expires_in: amazon.codeSeconds,
    interval: amazon.interval,
  };
}

function tokens(call: Call, fields: URLSearchParams, amazon: Amazon): Record<string, unknown> {
  const granted =
    fields.get('grant_type') === 'refresh_token' ? refreshed(fields, amazon) : linked(call, fields, amazon);
  const refreshToken = fields.get('refresh_token') ?? amazon.newRefreshToken(granted);
  return {
    access_token: amazon.newAccessToken(granted),
    refresh_token: refreshToken,
    token_type: 'bearer',
    expires_in: accessTokenSeconds,
  };
}

function refreshed(fields: URLSearchParams, amazon: Amazon): { client: Amazon['clients'][number]; user: AmazonUser } {
  const granted = amazon.refreshTokens.get(fields.get('refresh_token') ?? '');
  if (!granted)
    throw new OAuthError(
      'invalid_grant',
      "The request has an invalid grant parameter : refresh_token. User may have revoked or didn't grant the " +
        'permission.',
    );
  if (granted.client.id !== fields.get('client_id'))
    throw new OAuthError('unauthorized_client', 'Not authorized for requested operation');
  return granted;
}

/** Source: RFC 8628, section 3.5; the grant's name is Amazon's own. */
function linked(
  call: Call,
  fields: URLSearchParams,
  amazon: Amazon,
): { client: Amazon['clients'][number]; user: AmazonUser } {
  if (fields.get('grant_type') !== 'device_code')
    throw new OAuthError(
      'unsupported_grant_type',
      'The authorization grant type is not supported by the authorization server',
    );
  const pair = amazon.pairs.find(
    ({ deviceCode, userCode }) => deviceCode === fields.get('device_code') && userCode === fields.get('user_code'),
  );
  const now = call.clock.now();
  if (!pair) throw new OAuthError('invalid_code_pair', 'The code pair is invalid');
  if (pair.expiresAt <= now) throw new OAuthError('expired_token', 'The code pair has expired');
  const early = pair.lastAsked !== undefined && now.getTime() - pair.lastAsked.getTime() < amazon.interval * 900;
  pair.lastAsked = now;
  if (early) throw new OAuthError('slow_down', 'You are polling too often');
  if (pair.decision === 'denied') throw new OAuthError('access_denied', 'The customer denied the request');
  if (pair.decision === 'pending')
    throw new OAuthError('authorization_pending', 'The customer has not entered the code yet');
  return { client: pair.client, user: pair.decision };
}

function tokenInfo(call: Call, amazon: Amazon): Answer {
  const token = new URLSearchParams(call.request.query).get('access_token') ?? '';
  const granted = amazon.accessTokens.get(token);
  if (!granted || granted.expiresAt <= call.clock.now())
    return json(400, {
      error_description: 'The request has an invalid parameter : access_token',
      error: 'invalid_token',
    });
  return json(200, {
    iss: 'https://www.amazon.com',
    user_id: granted.user.id,
    aud: granted.client.id,
    app_id: granted.client.appId,
    exp: Math.floor((granted.expiresAt.getTime() - call.clock.now().getTime()) / 1000),
  });
}

function codePage(call: Call, amazon: Amazon): Answer {
  const answers = fieldsOf(call);
  const pair = amazon.pairs.find(
    ({ userCode, expiresAt }) => userCode === answers.get('user_code') && expiresAt > call.clock.now(),
  );
  if (!pair)
    return htmlPage(
      200,
      'Register your device',
      form({}, '<input name="user_code" autofocus><button>Continue</button>'),
    );
  const user = amazon.users.find(
    ({ email, password }) => email === answers.get('username') && password === answers.get('password'),
  );
  const hidden = { user_code: pair.userCode };
  if (!user)
    return htmlPage(
      200,
      'Sign in',
      form(
        hidden,
        '<input name="username" type="email" autofocus><input name="password" type="password"><button>Sign in</button>',
      ),
    );
  const decision = answers.get('decision');
  if (decision === null)
    return htmlPage(
      200,
      'Allow',
      `<p>Allow ${escapeHtml(pair.client.id)} to read your ` +
        `profile?</p>${form(
          { ...hidden, username: user.email, password: user.password },
          '<button name="decision" value="deny">Cancel</button><button ' +
            'name="decision" value="allow">Allow</button>',
        )}`,
    );
  pair.decision = decision === 'allow' ? user : 'denied';
  return htmlPage(200, 'Success', '<p>You can go back to your device.</p>');
}
