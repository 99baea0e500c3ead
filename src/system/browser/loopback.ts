import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Loopback, LoopbackOptions } from '../../core/ports/browser.js';
import { sayDuration } from '../../core/text/duration.js';
import { Problem, cancelled } from '../../core/problem.js';
import { failedPage, page, signedInPage, type PageContent } from './callback-page.js';

const loopbackAddress = '127.0.0.1';

/** The listener takes nothing but one short GET, so a visitor that sends nothing more is not waited for. */
const requestMs = 10_000;

/** An address with the longest of codes is far below. */
const mostHeaderBytes = 32 * 1024;

/** A browser opens a few connections; whoever opens more, or comes early that often, is none. */
const mostConnections = 32;

/** Takes the query of the browser that came back, and says what its tab shows. */
type CallbackHandler = (query: URLSearchParams) => PageContent;

/**
 * Listens on 127.0.0.1, and there only. Source: RFC 8252, sections 7.3 and 8.3.
 * @throws Problem `failed` when a fixed port is taken
 */
export async function listenOnLoopback({
  path,
  port = 0,
  hostName = loopbackAddress,
}: LoopbackOptions): Promise<Loopback> {
  let handler: CallbackHandler | undefined;
  let stopWaiting = (): void => undefined;
  const early: (() => void)[] = [];
  const limits = {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    // Node looks every half minute unless told.
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: mostHeaderBytes,
  };
  const server = createServer(limits, (request, response) => {
    const query = callbackQuery(request, path);
    if (query === undefined) {
      show(response, 404, { title: 'Nothing here', text: 'This address is only for the end of a sign-in.' });
      return;
    }
    const answer = (): void => {
      show(response, 200, handler?.(query) ?? failedPage('Nobody is waiting for it any more.'));
    };
    // The browser can be back before anybody waits, and every tab gets an answer.
    if (handler) answer();
    else early.push(answer);
  });
  server.maxConnections = mostConnections;
  const bound = await bind(server, port);
  return {
    redirectUri: `http://${hostName}:${bound}${path}`,
    callback: (accept, options) =>
      new Promise((resolve, reject) => {
        stopWaiting = whenOver(options, reject);
        handler = (query) => {
          try {
            resolve(accept(query));
            return signedInPage;
          } catch (error) {
            const problem = error as Error;
            reject(problem);
            return failedPage(problem.message);
          } finally {
            stopWaiting();
          }
        };
        for (const answer of early.splice(0)) answer();
      }),
    close: () => {
      stopWaiting();
      return closeServer(server);
    },
  };
}

/**
 * The query of the one request that is waited for. A page elsewhere cannot make a browser send it under another name.
 */
function callbackQuery(request: IncomingMessage, path: string): URLSearchParams | undefined {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (request.method !== 'GET' || ![loopbackAddress, 'localhost'].includes(host)) return undefined;
  const [pathname, query] = (request.url ?? '').split(/\?(.*)/s);
  return pathname === path ? new URLSearchParams(query ?? '') : undefined;
}

function show(response: ServerResponse, status: number, outcome: PageContent): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(page(outcome));
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cannotListen(port, cause));
    });
    server.listen(port, loopbackAddress, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): Problem {
  if (cause.code === 'EADDRINUSE') {
    return new Problem('failed', `Port ${port} on this computer is taken, so the browser could not come back to it.`, {
      hint: 'End the program that uses it (perhaps another sign-in), or run again with --no-browser.',
      cause,
    });
  }
  return new Problem(
    'failed',
    `Nothing can listen on ${loopbackAddress} for the browser to come back (${cause.code ?? cause.message}).`,
    {
      hint: 'Run again with --no-browser.',
      cause,
    },
  );
}

/** Rejects at the end of the time, or of the user's patience; gives what ends the waiting. */
function whenOver(
  { timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
  reject: (problem: Problem) => void,
): () => void {
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

/** Lets the last page out, and waits for nobody else. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 1000).unref();
  });
}
