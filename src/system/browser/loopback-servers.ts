import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Problem } from '../../core/problem.js';
import type { Ends } from './other-user.js';

/** Where a computer can be reached by itself alone. Source: RFC 8252, section 8.3. */
export const ipv4 = '127.0.0.1';
export const ipv6 = '::1';

/** The listener takes nothing but one short GET, so a visitor that sends nothing more is not waited for. */
const requestMs = 10_000;

/** An address with the longest of codes is far below. */
const mostHeaderBytes = 32 * 1024;

/** A browser opens a few connections; where there are more, those of other users are closed at once. */
const manyConnections = 16;

/** Whoever opens more is no browser. */
const mostConnections = 256;

/** So often a free port of one kind of address may be taken on the other. */
const bindTries = 10;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Listens on each address that a name leads to, on the same port.
 * @throws Problem `failed` where nothing can listen there
 */
export async function bind(
  hostName: string,
  port: number,
  answer: Answer,
): Promise<{ readonly servers: readonly Server[]; readonly bound: number }> {
  for (let left = bindTries; ; left -= 1) {
    const first = newServer(answer);
    const bound = await listen(first, ipv4, port);
    if (hostName !== 'localhost') return { servers: [first], bound };
    const second = newServer(answer);
    try {
      await listen(second, ipv6, bound);
      return { servers: [first, second], bound };
    } catch (error) {
      if (!isTaken(error)) return { servers: [first], bound };
      await closeServer(first);
      if (port !== 0 || left <= 1) throw error;
    }
  }
}

function newServer(answer: Answer): Server {
  const limits = {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    // Node looks every half minute unless told.
    connectionsCheckingInterval: 1_000,
    maxHeaderSize: mostHeaderBytes,
  };
  const server = createServer(limits, answer);
  server.maxConnections = mostConnections;
  return server;
}

/** Leaves room for our browser, however many connections another user holds open without a word. */
export function keepRoom(server: Server, isStranger: (socket: Ends) => Promise<boolean>): void {
  let open = 0;
  server.on('connection', (socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    if (open > manyConnections)
      void isStranger(socket).then((isTheirs) => {
        if (isTheirs) socket.destroy();
      });
  });
}

function listen(server: Server, address: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cannotListen(address, port, cause));
    });
    server.listen(port, address, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Where a computer has no IPv6, nobody else can listen there either. */
function isTaken(error: unknown): boolean {
  return (
    error instanceof Problem && ['EADDRINUSE', 'EACCES'].includes((error.cause as NodeJS.ErrnoException).code ?? '')
  );
}

function cannotListen(address: string, port: number, cause: NodeJS.ErrnoException): Problem {
  if (cause.code === 'EADDRINUSE') {
    return new Problem('failed', `Port ${port} on this computer is taken, so the browser could not come back to it.`, {
      hint: 'End the program that uses it (perhaps another sign-in), or run again with --no-browser.',
      cause,
    });
  }
  return new Problem(
    'failed',
    `Nothing can listen on ${address} for the browser to come back (${cause.code ?? cause.message}).`,
    {
      hint: 'Run again with --no-browser.',
      cause,
    },
  );
}

/** Lets the last page out, and waits for nobody else. */
export function closeServer(server: Server): Promise<void> {
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
