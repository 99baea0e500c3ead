import { randomBytes } from 'node:crypto';
import type { Answer, Call, Service } from '../../wire/exchange.js';
import type { CodeConsent, Consent, DeviceConsent, IdentityCenter, PortalUser } from '../../aws/identity-center.js';
import { escapeHtml, form, htmlPage } from './html.js';

/**
 * What a person sees: sign in with name and password, then allow or deny. At the portal's own address for a browser
 * sign-in, at `device.sso.REGION.amazonaws.com` for a device code.
 */
export const ssoSignIn: Service = {
  name: 'sso-sign-in',
  serves: (host, place) => /(^ssoins-|\.awsapps\.(com|cn)$)/.test(host) || place?.service === 'device.sso',
  answer: (call) => {
    const form = new URLSearchParams(call.request.body.toString('utf8'));
    const query = new URLSearchParams(call.request.query);
    call.entry.operation = `SignInPage ${call.request.method}`;
    return call.place.service === 'device.sso' ? devicePage(call, query, form) : portalPage(call, query, form);
  },
};

function portalPage(call: Call, query: URLSearchParams, answers: URLSearchParams): Answer {
  const center = call.aws.identityCenters.find(({ startUrl }) => new URL(startUrl).hostname === call.request.host);
  const consent = center?.codes[Number(query.get('request') ?? Number.NaN)];
  if (center && !query.has('request') && new URL(center.startUrl).pathname === call.request.path) {
    call.entry.operation = 'PortalPage';
    return htmlPage(200, 'AWS access portal', '<div id="root"></div>', center.pageHead);
  }
  if (!center || !consent) return htmlPage(404, 'AWS access portal', '<p>Nothing to sign in to.</p>');
  return ask(center, consent, answers) ?? backToProgram(consent);
}

/** Source: RFC 6749, sections 4.1.2 and 4.1.2.1. */
function backToProgram(consent: CodeConsent): Answer {
  const location = new URL(consent.redirectUri);
  if (consent.decision === 'denied') {
    location.search = new URLSearchParams({
      error: 'access_denied',
      error_description: 'The user denied access',
      state: consent.state,
    }).toString();
  } else {
    consent.code = randomBytes(32).toString('base64url');
    location.search = new URLSearchParams({ code: consent.code, state: consent.state }).toString();
  }
  return { status: 302, headers: { location: location.href } };
}

function devicePage(call: Call, query: URLSearchParams, answers: URLSearchParams): Answer {
  const centers = call.aws.identityCenters.filter(({ region }) => region === call.place.region);
  const userCode = query.get('user_code') ?? answers.get('user_code') ?? '';
  const isAsked = (one: DeviceConsent): boolean => one.userCode === userCode && one.expiresAt > call.clock.now();
  const center = centers.find(({ devices }) => devices.some(isAsked));
  const device = center?.devices.find(isAsked);
  if (!center || !device)
    return htmlPage(200, 'Enter the code', form({}, '<input name="user_code" autofocus><button>Next</button>'));
  return (
    ask(center, device, answers, device.userCode) ??
    htmlPage(
      200,
      device.decision === 'denied' ? 'Request denied' : 'Request approved',
      '<p>You can close this window.</p>',
    )
  );
}

/** Signs in, then asks; undefined once the person has decided. */
function ask(
  center: IdentityCenter,
  consent: Consent,
  answers: URLSearchParams,
  userCode?: string,
): Answer | undefined {
  const user = signedIn(center, answers);
  const hidden = { ...(userCode !== undefined && { user_code: userCode }) };
  if (!user) {
    const wrong = answers.has('username') ? '<p id="error">We could not verify your sign-in credentials.</p>' : '';
    return htmlPage(
      200,
      'Sign in',
      `${wrong}${form(
        hidden,
        '<input name="username" autocomplete="username" autofocus><input ' +
          'name="password" type="password"><button>Sign in</button>',
      )}`,
    );
  }
  const decision = answers.get('decision');
  if (decision === null) {
    const code = userCode === undefined ? '' : `<p>Code: <b>${escapeHtml(userCode)}</b></p>`;
    const question = `<p>Allow ${escapeHtml(consent.client.name)} to access your data?</p>${code}`;
    return htmlPage(
      200,
      'Allow access',
      question +
        form(
          { ...hidden, username: user.name, password: user.password },
          '<button name="decision" value="deny">Deny access</button><button name="decision" ' +
            'value="allow">Allow access</button>',
        ),
    );
  }
  consent.decision = decision === 'allow' ? user : 'denied';
  return undefined;
}

function signedIn(center: IdentityCenter, answers: URLSearchParams): PortalUser | undefined {
  return center.users.find(
    ({ name, password }) => name === answers.get('username') && password === answers.get('password'),
  );
}
