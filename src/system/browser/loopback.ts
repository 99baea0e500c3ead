import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenedTwice } from '../../core/ports/browser.js';
import type { Loopback, LoopbackOptions } from '../../core/ports/browser.js';
import { sayDuration } from '../../core/text/duration.js';
import { Problem, cancelled } from '../../core/problem.js';
import { isOtherUser } from './other-user.js';
import type { Ends } from './other-user.js';
import { bind, closeServer, ipv4, ipv6, keepRoom } from './loopback-servers.js';
import { failedPage, page, signedInPage, type PageContent } from './callback-page.js';

interface WaitOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The sign-in that a browser is led to, and waited for. */
interface Expected {
  readonly startPath: string;
  readonly authorizationUrl: URL;
  /** `NAME=VALUE`, known to the browser that was led there alone. */
  readonly cookie: string;
  readonly maxAgeSeconds: number;
  begun: boolean;
  /** Nobody is waited for any more. */
  over: boolean;
  /** Takes the query of the browser that came back, and says what its tab shows. */
  readonly comeBack: (query: URLSearchParams) => PageContent;
  readonly openedTwice: () => void;
}

/**
 * Listens on loopback, and there only: on 127.0.0.1, and for `localhost` on ::1 too, for a browser may try that first,
 * and else another user could listen there. Source: RFC 8252, sections 7.3 and 8.3.
 * @param isStranger whether another user of this computer is at the other end, who is sent away and never counted
 * @throws Problem `failed` when a fixed port is taken
 */
export async function listenOnLoopback(
  { path, port = 0, hostName = ipv4 }: LoopbackOptions,
  isStranger: (socket: Ends) => Promise<boolean> = isOtherUser,
): Promise<Loopback> {
  let expected: Expected | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [pathname, query] = targetOf(request);
    const isTheirs = await isStranger(request.socket);
    // Who is gone already has seen nothing.
    if (request.socket.destroyed) return;
    if (isTheirs)
      show(response, 403, { title: 'Not yours', text: 'This sign-in belongs to another user of this computer.' });
    else if (pathname !== undefined && pathname === expected?.startPath) begin(expected, hostName, request, response);
    else if (pathname === path) comeBack(expected, query, request, response);
    else show(response, 404, { title: 'Nothing here', text: 'This address is only for a sign-in.' });
  };
  const { servers, bound } = await bind(hostName, port, (request, response) => {
    void answer(request, response);
  });
  for (const server of servers) keepRoom(server, isStranger);
  const origin = `http://${hostName}:${bound}`;
  let stopWaiting = (): void => undefined;
  return {
    redirectUri: `${origin}${path}`,
    expect(authorizationUrl, accept, options) {
      const { signIn, returned, stop } = waitFor(authorizationUrl, accept, options);
      expected = signIn;
      stopWaiting = stop;
      return { startUrl: new URL(signIn.startPath, origin), returned };
    },
    async close() {
      stopWaiting();
      await Promise.all(servers.map(closeServer));
    },
  };
}

function waitFor<T>(
  authorizationUrl: URL,
  accept: (query: URLSearchParams) => T,
  options: WaitOptions,
): { readonly signIn: Expected; readonly returned: Promise<T>; readonly stop: () => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const returned = new Promise<T>((whenBack, whenNot) => {
    [resolve, reject] = [whenBack, whenNot];
  });
  const signIn: Expected = {
    startPath: `/sign-in/${unguessable()}`,
    authorizationUrl,
    // Browsers keep cookies by host, whatever the port: each sign-in has one of its own.
    cookie: `git-codecommit-${randomBytes(8).toString('hex')}=${unguessable()}`,
    maxAgeSeconds: Math.ceil(options.timeoutMs / 1000),
    begun: false,
    over: false,
    comeBack(query) {
      stop();
      try {
        resolve(accept(query));
        return signedInPage;
      } catch (error) {
        const problem = error as Error;
        reject(problem);
        return failedPage(problem.message);
      }
    },
    openedTwice() {
      stop();
      reject(new OpenedTwice());
    },
  };
  const end = whenOver(options, (problem) => {
    signIn.over = true;
    reject(problem);
  });
  const stop = (): void => {
    signIn.over = true;
    end();
  };
  return { signIn, returned, stop };
}

/** 256 bits, as hexadecimal digits. */
function unguessable(): string {
  return randomBytes(32).toString('hex');
}

/**
 * Path and query of a request to this computer under its own names; a page elsewhere cannot make a browser send one
 * under another. Asking for the head of a page is nobody's visit.
 */
function targetOf(request: IncomingMessage): readonly [path: string | undefined, query?: URLSearchParams] {
  if (request.method !== 'GET' || hostOf(request) === undefined) return [undefined];
  const [path, query] = (request.url ?? '').split(/\?(.*)/s);
  return [path, new URLSearchParams(query ?? '')];
}

/** The name this computer was called by; the port is that of whatever leads here. */
function hostOf({ headers: { host = '' } }: IncomingMessage): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return [ipv4, `[${ipv6}]`, 'localhost'].includes(name) ? name : undefined;
}

/** Leads one browser to the sign-in, however often it asks; a second one ends it. */
function begin(signIn: Expected, hostName: string, request: IncomingMessage, response: ServerResponse): void {
  if (looksAhead(request)) {
    show(response, 503, { title: 'Not yet', text: 'This address is only for the beginning of a sign-in.' });
  } else if (hostOf(request) !== hostName) {
    // A cookie that is given under another name would not come back with the redirect URI.
    const { port } = request.socket.address() as AddressInfo;
    redirect(response, new URL(signIn.startPath, `http://${hostName}:${port}`), []);
  } else if (signIn.over || (signIn.begun && !hasCookie(signIn, request))) {
    show(response, 410, failedPage('This address was opened before, and counts no more.'));
    if (!signIn.over) signIn.openedTwice();
  } else {
    signIn.begun = true;
    redirect(response, signIn.authorizationUrl, [setCookie(signIn.cookie, signIn.maxAgeSeconds)]);
  }
}

/** Whether a browser only prepares for a visit that may never be. Source: Fetch standard, `Sec-Purpose`. */
function looksAhead({ headers }: IncomingMessage): boolean {
  const told = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? ''));
  return told.some((purpose) => /prefetch|prerender|preview/i.test(purpose));
}

/** Takes the browser that was led to the sign-in, with the answer of what it was led to; nobody else ends anything. */
function comeBack(
  signIn: Expected | undefined,
  query: URLSearchParams = new URLSearchParams(),
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const state = signIn?.authorizationUrl.searchParams.get('state') ?? '';
  if (signIn === undefined || state === '' || query.get('state') !== state)
    show(response, 400, failedPage('What the browser brought back does not belong to this sign-in.'));
  else if (signIn.over) show(response, 410, failedPage('Nobody is waiting for it any more.'));
  else if (!hasCookie(signIn, request))
    show(response, 400, failedPage('This sign-in began in another browser, or this one keeps no cookies.'));
  else show(response, 200, signIn.comeBack(query), [setCookie(signIn.cookie, 0)]);
}

function hasCookie({ cookie }: Expected, { headers }: IncomingMessage): boolean {
  return (headers.cookie ?? '').split(/;\s*/).includes(cookie);
}

/** Comes along when a provider sends the browser back (`Lax`), but with no page or picture of another site. */
function setCookie(cookie: string, maxAgeSeconds: number): string {
  return `${cookie}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
}

/** What neither caches nor the next page learn. */
const discreet = { 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', connection: 'close' };

function redirect(response: ServerResponse, to: URL, cookies: readonly string[]): void {
  response.writeHead(302, { ...discreet, location: to.href, 'set-cookie': [...cookies] });
  response.end();
}

function show(response: ServerResponse, status: number, outcome: PageContent, cookies: readonly string[] = []): void {
  response.writeHead(status, {
    ...discreet,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'set-cookie': [...cookies],
  });
  response.end(page(outcome));
}

/** Rejects at the end of the time, or of the user's patience; gives what ends the waiting. */
function whenOver({ timeoutMs, signal }: WaitOptions, reject: (problem: Problem) => void): () => void {
  const cancel = (): void => {
    end();
    reject(cancelled());
  };
  const timer = setTimeout(() => {
    end();
    reject(
      new Problem(
        'aws',
        `The browser did not come back within ${sayDuration(timeoutMs / 1000)}: the sign-in was not finished.`,
        {
          hint: 'Try again; where no browser opens, with --no-browser.',
        },
      ),
    );
  }, timeoutMs);
  const end = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  };
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  return end;
}
