import { createServer, type Server } from 'node:https';
import { createServer as createPlain } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { Certificates } from '../sandbox/certificates.js';
import { cannedAnswer } from './canned-aws.js';
import { listen } from './fake-service.js';

/** Something on loopback that answers every AWS call over TLS, and says who called. */
export interface TlsService {
  /** `https://localhost:PORT`; its certificate is for the host that was asked for. */
  readonly url: string;
  readonly ca: string;
  /** A proxy that leads here whatever host is asked for. */
  readonly proxyUrl: string;
  /** The hosts that were asked for, `proxy HOST` for what came through the proxy. */
  readonly calls: string[];
  /** What came with each CONNECT as `Proxy-Authorization`. */
  readonly proxyPasswords: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** Starts it. */
export async function startTlsService(): Promise<TlsService> {
  const certificates = await Certificates.create();
  const [calls, proxyPasswords]: [string[], (string | undefined)[]] = [[], []];
  const viaProxy = new Set<number | undefined>();
  const open = new Set<Duplex>();
  const server = createServer(
    {
      SNICallback: (host, done) =>
        void certificates.contextFor(host || 'localhost').then((context) => {
          done(null, context);
        }, done),
    },
    (request, response) => {
      calls.push(`${viaProxy.has(request.socket.remotePort) ? 'proxy ' : ''}${String(request.headers.host)}`);
      const chunks: Buffer[] = [];
      request
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () => {
          const {
            status = 200,
            headers = {},
            body = '',
          } = cannedAnswer({
            path: request.url ?? '',
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          });
          response.writeHead(status, headers).end(body);
        });
    },
  );
  const port = await listen(server);
  const proxy = createPlain((_request, response) => response.writeHead(405).end());
  proxy.on('connect', (request, socket, head: Buffer) => {
    proxyPasswords.push(request.headers['proxy-authorization']);
    const onward = connect(port, '127.0.0.1', () => {
      const from = onward.localPort;
      viaProxy.add(from);
      onward.on('close', () => viaProxy.delete(from));
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [socket, onward]) {
      open.add(end);
      end
        .on('error', () => end.destroy())
        .on('close', () => {
          socket.destroy();
          onward.destroy();
          open.delete(end);
        });
    }
  });
  const proxyPort = await listen(proxy);
  return {
    url: `https://localhost:${port}`,
    proxyUrl: `http://127.0.0.1:${proxyPort}`,
    ca: certificates.pem,
    calls,
    proxyPasswords,
    async close() {
      for (const end of open) end.destroy();
      await Promise.all([server, proxy].map(closed));
    },
  };
}

function closed(server: Server | ReturnType<typeof createPlain>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
