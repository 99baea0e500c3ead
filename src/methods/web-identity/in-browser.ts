import type { MethodContext } from '../../core/method.js';
import type { Browser, LoopbackOptions } from '../../core/ports/browser.js';
import type { DeviceSignIn, OpenIdTokens, RelyingParty } from '../../core/ports/openid.js';
import { Problem } from '../../core/problem.js';
import { printable } from '../../core/text/printable.js';
import { secret } from '../../core/interview/question.js';
import { untilConfirmed } from '../common/device-code.js';
import { callbackPath, throughBrowser } from '../common/through-browser.js';

export type SignInContext = Pick<MethodContext, 'ask' | 'browser' | 'clock' | 'signal' | 'ui'>;

/** What is asked of the provider, and how long a person may take. */
export interface SignInRequest {
  /** As people call the provider. */
  readonly name: string;
  readonly scope: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly redirectUri: URL | undefined;
  readonly timeoutMs: number;
}

/** For a browser on another computer, where nothing listens: any port will do, but it has to be one. */
const unattendedPort = 8976;

/** Authorization code with PKCE and a listener on loopback. Source: RFC 8252, section 7.3. */
export async function inBrowser(
  party: RelyingParty,
  request: SignInRequest,
  browser: Browser,
  context: SignInContext,
): Promise<OpenIdTokens> {
  return await throughBrowser<OpenIdTokens>(
    browser,
    {
      listen: loopbackOf(request.redirectUri),
      announcement: `Your browser opens, for you to sign in at ${request.name}.`,
      timeoutMs: request.timeoutMs,
      page: (redirectUri) => party.authorization({ ...request, redirectUri }),
    },
    context,
  );
}

function loopbackOf(redirectUri: URL | undefined): LoopbackOptions {
  if (!redirectUri) return { path: callbackPath };
  return {
    path: redirectUri.pathname,
    port: redirectUri.port === '' ? undefined : Number(redirectUri.port),
    hostName: redirectUri.hostname === 'localhost' ? 'localhost' : '127.0.0.1',
  };
}

/** Waits for a code to be confirmed in any browser, on any computer. Source: RFC 8628, section 3.3. */
export async function confirmed(
  device: DeviceSignIn,
  { name }: SignInRequest,
  browser: Browser,
  context: SignInContext,
): Promise<OpenIdTokens> {
  const { clock, ui } = context;
  const expiresAt = new Date(clock.now().getTime() + device.expiresInSeconds * 1000);
  const opens = browser.absence === undefined && isSecure(device.verificationUri);
  // Whoever reads in the list of processes what our browser is started with shall not be able to confirm the code.
  const complete = opens ? undefined : device.verificationUriComplete;
  const code = printable(device.userCode, 100);
  ui.say(
    `To sign in at ${name}, open this address in any browser, on any computer:\n` +
      `${printable(complete ?? device.verificationUri, 2000)}\n` +
      (complete === undefined
        ? `and enter the code ${code} there.`
        : `It shows the code ${code}; check that it is this one before you confirm.`),
  );
  return await ui.step(
    'Waiting for you to sign in',
    async (_progress, stop) => {
      if (opens) await browser.open(new URL(device.verificationUri));
      return await untilConfirmed({ ...device, expiresAt }, () => device.tokens(), { clock, signal: stop });
    },
    { canBeLeft: true },
  );
}

function isSecure(address: string): boolean {
  return new URL(address).protocol === 'https:';
}

/** Where no browser can come back here: the person brings the address that it ended at. */
export async function byPastedAddress(
  party: RelyingParty,
  request: SignInRequest,
  why: string,
  context: SignInContext,
): Promise<OpenIdTokens> {
  if (!context.ui.interactive)
    throw new Problem('aws', `Signing in at ${request.name} takes a person: ${why}.`, {
      hint: 'Run the same command at a terminal, or give a token by --web-identity-token-file.',
    });
  const { path, port = unattendedPort, hostName = '127.0.0.1' } = loopbackOf(request.redirectUri);
  const authorization = await party.authorization({ ...request, redirectUri: `http://${hostName}:${port}${path}` });
  context.ui.say(
    `No browser is opened here (${why}). Open this address in any browser, on any computer, and sign in at ` +
      `${request.name}:\n${authorization.url.href}\nIn the end that browser shows a page that cannot be ` +
      'reached. Copy its whole address out of the address bar: it begins with ' +
      `http://${hostName}:${port}${path}?`,
  );
  const redeem = authorization.accept(
    await context.ask('redirectAddress', redirectAddress, { again: true, fresh: true }),
  );
  return await redeem();
}

const redirectAddress = secret<URLSearchParams>({
  message: 'The address that the browser ended at',
  help: 'address that the browser ended at',
  parse: queryOf,
});

function queryOf(raw: string): URLSearchParams {
  const given = raw.replace(/\s+/g, '');
  const query = URL.canParse(given) ? new URL(given).searchParams : new URLSearchParams(given.replace(/^[^?]*\?/, ''));
  if (query.has('code') || query.has('error')) return query;
  throw new Problem(
    'usage',
    'That address has no code in it. Copy the one that stands in the address bar after you signed in.',
  );
}
