import { sentence } from '../../core/advice/advice.js';
import { refresh } from '../../core/advice/own-commands.js';
import { codeExpired, deniedInBrowser } from '../../aws/openid/sign-in-ends.js';
import { regions } from '../../aws/regions.js';
import type { MethodContext } from '../../core/method.js';
import type { Browser } from '../../core/ports/browser.js';
import type { Clock } from '../../core/ports/clock.js';
import type {
  DeviceAuthorization,
  SsoOidc,
  SsoRegistration,
  SsoSession,
  SsoToken,
} from '../../core/ports/aws/identity-center.js';
import { Problem, Refusal, isProblem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import type { Secret } from '../../core/secret.js';
import { tryToKeep } from '../../core/try-to-keep.js';
import { sayUnkeptSignIn } from '../common/unkept-sign-in.js';
import { untilConfirmed } from '../common/device-code.js';
import { callbackPath, throughBrowser } from '../common/through-browser.js';

/** What access to accounts and roles takes. Source: IAM Identity Center user guide, OAuth 2.0 access scopes. */
export const accountAccess = 'sso:account:access';

/** The address that is registered has no port: the real one is compared without it (RFC 8252, section 7.3). */
const registeredRedirectUri = `http://127.0.0.1${callbackPath}`;

type SignInContext = Pick<MethodContext, 'aws' | 'browser' | 'clock' | 'profile' | 'settingsProfile' | 'signal' | 'ui'>;

/** A sign-in, and the Region that it is good in. */
export interface SignedInToPortal {
  readonly token: Secret;
  readonly region: string;
}

/**
 * Signs somebody in to an access portal, in the browser or by device code, and keeps the token where the AWS CLI finds
 * it too: under the address that is configured, which may be a company's own that leads to the portal's.
 * @param configured whose token it is
 * @param resolve the portal itself
 * @throws Problem `aws` where nobody is there, or who is there says no; as `resolve` does
 */
export async function signInToPortal(
  configured: SsoSession,
  resolve: () => Promise<SsoSession>,
  timeoutMs: number,
  context: SignInContext,
): Promise<SignedInToPortal> {
  const { browser } = context;
  if (!browser) throw signedOut(configured, context.profile);
  const session = await resolve();
  const oidc = await context.aws.ssoOidc({
    region: session.region,
    profile: context.settingsProfile,
    signal: context.signal,
  });
  const token = await explained(session, () =>
    browser.absence === undefined
      ? inBrowser(session, oidc, browser, timeoutMs, context)
      : byDeviceCode(session, oidc, browser.absence, context),
  );
  const unkept = await tryToKeep(() => context.aws.ssoTokens.keep({ ...configured, region: session.region }, token));
  if (unkept) context.ui.warn(sayUnkeptSignIn(unkept));
  return { token: token.accessToken, region: session.region };
}

function signedOut(session: SsoSession, profile: string | undefined): Problem {
  return new Problem(
    'aws',
    `You are signed out of IAM Identity Center (${printable(session.name ?? session.startUrl, 100)}), and ` +
      'signing in takes a browser.',
    {
      hint: sentence`Run at a terminal: ${refresh(profile)}`,
    },
  );
}

/** Authorization code with PKCE, as the AWS CLI does it. Source: RFC 6749, section 4.1; RFC 7636. */
async function inBrowser(
  session: SsoSession,
  oidc: SsoOidc,
  browser: Browser,
  timeoutMs: number,
  context: SignInContext,
): Promise<SsoToken> {
  const scopes = scopesOf(session);
  return await throughBrowser<SsoToken>(
    browser,
    {
      listen: { path: callbackPath },
      announcement: 'Your browser opens for the sign-in.',
      timeoutMs,
      page: async (redirectUri) => {
        const client = { startUrl: session.startUrl, scopes, redirectUri: registeredRedirectUri };
        return oidc.authorization(await oidc.registerClient(client), { redirectUri, scopes });
      },
    },
    context,
  );
}

/** Device code: to be confirmed in any browser, on any computer. Source: RFC 8628. */
async function byDeviceCode(
  session: SsoSession,
  oidc: SsoOidc,
  why: string,
  context: SignInContext,
): Promise<SsoToken> {
  const registration = await oidc.registerClient({ startUrl: session.startUrl, scopes: scopesOf(session) });
  const device = await oidc.startDeviceAuthorization(registration, session.startUrl);
  const [complete, plain, code] = [device.verificationUriComplete, device.verificationUri, device.userCode].map(
    (text) => printable(text),
  );
  // A warning, for it must be seen even by those who want no talk: nothing goes on without it.
  context.ui.warn(
    `No browser is opened here (${why}). Open this address in any browser, on any ` +
      `computer:\n${complete ?? ''}\nIt shows the code ${code ?? ''}; check that it is this one before you ` +
      `confirm. (Without the code in it the address is ${plain ?? ''}.)`,
  );
  // Ctrl-C ends the step at once: what it waits for must end too.
  const over = new AbortController();
  try {
    return await context.ui.step(
      'Waiting for you to sign in',
      (_progress, stop) => poll(oidc, registration, device, context.clock, AbortSignal.any([stop, over.signal])),
      { canBeLeft: true },
    );
  } finally {
    over.abort();
  }
}

async function poll(
  oidc: SsoOidc,
  registration: SsoRegistration,
  device: DeviceAuthorization,
  clock: Clock,
  signal: AbortSignal,
): Promise<SsoToken> {
  const ask = async (): Promise<SsoToken | 'authorization_pending' | 'slow_down'> => {
    try {
      return await oidc.createToken(registration, { type: 'device_code', deviceCode: device.deviceCode });
    } catch (error) {
      const code = error instanceof Refusal ? error.facts.code : undefined;
      if (code === 'SlowDownException') return 'slow_down';
      if (code === 'AuthorizationPendingException') return 'authorization_pending';
      throw error;
    }
  };
  return await untilConfirmed(device, ask, { clock, signal });
}

function scopesOf({ scopes = [] }: SsoSession): readonly string[] {
  return scopes.length > 0 ? scopes : [accountAccess];
}

/**
 * SSO-OIDC's codes in words. Source: IAM Identity Center OIDC API reference, errors of CreateToken and RegisterClient.
 */
async function explained<T>(session: SsoSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isProblem(error, 'network') && !isOpenRegion(session.region)) throw noSuchRegion(error, session);
    if (!(error instanceof Refusal)) throw error;
    throw explain(error, session) ?? error;
  }
}

function isOpenRegion(region: string): boolean {
  return regions.some(({ name }) => name === region);
}

function noSuchRegion(cause: Problem, { region }: SsoSession): Problem {
  return new Problem('network', `${cause.message} Perhaps there is no Region ${printable(region, 60)}.`, {
    hint: 'Check the Region of the Identity Center: --sso-region.',
    question: 'startUrl',
    cause,
  });
}

function explain(refusal: Refusal, session: SsoSession): Problem | undefined {
  const { code, operation } = refusal.facts;
  if (code === 'ExpiredTokenException')
    return new Problem('aws', codeExpired.message, { hint: codeExpired.hint, cause: refusal });
  if (code === 'AccessDeniedException')
    return new Problem('aws', deniedInBrowser.message, { hint: deniedInBrowser.hint, cause: refusal });
  if (operation !== 'CreateToken' && code.startsWith('InvalidRequest')) {
    return new Problem(
      'aws',
      `IAM Identity Center in ${session.region} does not know the portal ${printable(session.startUrl, 200)}.`,
      {
        hint:
          'Check the start URL and the Region of the Identity Center with your administrator: ' +
          '--start-url, --sso-region.',
        question: 'startUrl',
        cause: refusal,
      },
    );
  }
  return undefined;
}
