import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ServerParts } from './server.js';

/**
 * The one way into the sandbox: an HTTP proxy on loopback that connects to the sandbox's hosts, and to nothing else.
 */
export class Proxy {
  readonly #connections = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly secure: SecureServer,
  ) {
    for (const each of [server, secure]) {
      each.on('connection', (socket: Duplex) => {
        this.#connections.add(socket);
        socket.on('close', () => this.#connections.delete(socket));
        socket.on('error', () => socket.destroy());
      });
    }
  }

  /** Listens on a free port of 127.0.0.1. */
  static async listen(parts: ServerParts, secure: SecureServer): Promise<Proxy> {
    const server = createServer((request, response) => {
      refuse(parts, request, 'plain HTTP');
      response.writeHead(403).end('This proxy connects to the sandbox, over TLS, and to nothing else.\n');
    });
    server.on('connect', (request, socket, head) => connect(parts, secure, request, socket, head));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Proxy(server, secure);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const connection of this.#connections) connection.destroy();
    this.secure.closeAllConnections();
    await closed;
  }
}

function connect(
  parts: ServerParts,
  secure: SecureServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  socket.on('error', () => socket.destroy());
  const [host = '', port] = (request.url ?? '').toLowerCase().split(':');
  const service = port === '443' ? parts.registry.find(host) : undefined;
  const refused = service ? parts.faults.take(host, service.name, 'proxy') && '502 Bad Gateway' : '403 Forbidden';
  if (refused) {
    refuse(parts, request, 'CONNECT', Number.parseInt(refused, 10));
    socket.end(`HTTP/1.1 ${refused}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    return;
  }
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  if (head.length > 0) socket.unshift(head);
  secure.emit('connection', socket);
}

function refuse({ log, clock }: ServerParts, request: IncomingMessage, operation: string, status = 403): void {
  log.add({
    time: clock.now(),
    host: request.url ?? '',
    service: 'proxy',
    operation,
    caller: undefined,
    parameters: {},
    status,
    errorCode: 'Refused',
    userAgent: request.headers['user-agent'],
  });
}
